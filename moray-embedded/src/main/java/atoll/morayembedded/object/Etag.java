package atoll.morayembedded.object;

import java.util.Locale;
import java.util.zip.CRC32;

/// The etag of an object: the CRC-32 of its text, in eight capital hexadecimal digits. As moray
/// counts it, each character gives the low byte of its code unit, so that it is the CRC-32 of the
/// UTF-8 for ASCII alone.
public final class Etag {

  private Etag() {}

  public static String of(String valueText) {
    byte[] low = new byte[valueText.length()];
    for (int i = 0; i < low.length; i++) {
      low[i] = (byte) valueText.charAt(i);
    }
    CRC32 sum = new CRC32();
    sum.update(low);
    return "%08X".formatted(sum.getValue());
  }

  /// The etag of objects whose columns were changed and whose text was not.
  ///
  /// @param chance any number
  public static String ofUpdate(long chance) {
    return "u" + "%016x".formatted(chance).substring(0, 7).toLowerCase(Locale.ROOT);
  }
}

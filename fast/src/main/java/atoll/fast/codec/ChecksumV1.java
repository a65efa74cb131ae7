package atoll.fast.codec;

import atoll.fast.json.Utf8;
import java.nio.charset.StandardCharsets;

/// The checksum of protocol version 1: CRC-16/XMODEM (polynomial 0x1021, most significant bit
/// first, initial value 0), taken over the low eight bits of each UTF-16 code unit of the payload's
/// text. So it equals a checksum of the bytes for ASCII only, and two texts whose letters differ by
/// 256 have the same one.
final class ChecksumV1 {

  private static final char[] TABLE = table();

  private ChecksumV1() {}

  private static char[] table() {
    char[] table = new char[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      table[i] = (char) crc;
    }
    return table;
  }

  static int of(byte[] payload, int from, int length) {
    int crc = 0;
    if (Utf8.isAscii(payload, from, length)) {
      for (int i = from; i < from + length; i++) {
        crc = step(crc, payload[i]);
      }
    } else {
      // Bytes that are no UTF-8 become U+FFFD here, as they do in the peers that made this version.
      String text = new String(payload, from, length, StandardCharsets.UTF_8);
      for (int i = 0; i < text.length(); i++) {
        crc = step(crc, text.charAt(i));
      }
    }
    return crc;
  }

  private static int step(int crc, int unit) {
    return (crc << 8 ^ TABLE[(crc >> 8 ^ unit) & 0xFF]) & 0xFFFF;
  }
}

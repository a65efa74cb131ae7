package atoll.volumeserver.blob;

import atoll.http.uri.Percent;
import atoll.kit.AtollException;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.FileIdPath;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import org.jspecify.annotations.Nullable;

/// What the path of a request names, as far as it can be read. Immutable.
///
/// @param path percent-decoded
/// @param parts the texts; all empty where the path cannot be taken apart
/// @param volume read from its text
/// @param key read from its text
record BlobAddress(String path, FileIdPath parts, Parsed<VolumeId> volume, Parsed<NeedleKey> key) {

  private static final int VOLUME_DIGITS_MAX = 9;
  private static final int COOKIE_DIGITS = 8;
  private static final int KEY_DIGITS_MAX = 24;
  private static final FileIdPath NOTHING = new FileIdPath("", "", "", "", true);

  /// @param rawPath as it came
  static BlobAddress parse(String rawPath) {
    BlobAddress usual = usual(rawPath);
    return usual != null ? usual : any(rawPath);
  }

  /// Nearly all paths are `/digits,hexadecimal` and nothing else; null for all others.
  private static @Nullable BlobAddress usual(String path) {
    int comma = path.indexOf(',');
    int digits = path.length() - comma - 1;
    if (comma < 2
        || comma > VOLUME_DIGITS_MAX + 1
        || digits <= COOKIE_DIGITS
        || digits > KEY_DIGITS_MAX
        || path.charAt(0) != '/') {
      return null;
    }
    int volume = 0;
    for (int i = 1; i < comma; i++) {
      int digit = path.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      volume = 10 * volume + digit;
    }
    int cookieAt = path.length() - COOKIE_DIGITS;
    long id = 0;
    int cookie = 0;
    for (int i = comma + 1; i < path.length(); i++) {
      char c = path.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return null;
      }
      if (i < cookieAt) {
        id = id << 4 | digit;
      } else {
        cookie = cookie << 4 | digit;
      }
    }
    return new BlobAddress(
        path,
        new FileIdPath(path.substring(1, comma), path.substring(comma + 1), "", "", false),
        Parsed.value(new VolumeId(volume)),
        Parsed.value(new NeedleKey(new NeedleId(id), new Cookie(cookie))));
  }

  private static BlobAddress any(String rawPath) {
    String path = decoded(rawPath);
    return switch (FileIdPath.parse(path)) {
      case Parsed.Value<FileIdPath>(FileIdPath parts) ->
          new BlobAddress(
              path, parts, VolumeId.parse(parts.volume()), NeedleKey.parse(parts.key()));
      case Parsed.Malformed<FileIdPath>(String text) ->
          new BlobAddress(path, NOTHING, Parsed.malformed(text), Parsed.malformed(text));
    };
  }

  /// Broken escapes stay as they are: they are in no valid address.
  private static String decoded(String rawPath) {
    try {
      return Percent.decodeText(rawPath);
    } catch (AtollException _) {
      return rawPath;
    }
  }

  /// The key as an upload names it, which takes the comma form only.
  Parsed<NeedleKey> uploadKey() {
    int comma = parts.volume().length() + 1;
    boolean usual =
        path.length() == comma + 1 + parts.key().length()
            && path.charAt(comma) == ','
            && path.indexOf('.') < 0;
    if (usual) {
      return key;
    }
    return NeedleKey.parse(FileIdPath.uploadKey(path));
  }
}

package atoll.volume.needle;

/// The path of a request, taken apart into the texts that a file id is read from.
///
/// ```
///   /3,01637037d6.jpg        volume 3, key 01637037d6, extension .jpg
///   /3/01637037d6.jpg        the same
///   /3/01637037d6/cat.jpg    the same, with file name cat.jpg
///   /3                       a volume alone
/// ```
///
/// @param volumeAlone whether the path has no place for a key: the other texts are then empty
/// @param fileName empty unless the path has three parts
/// @param extension with its dot, or empty
public record FileIdPath(
    String volume, String key, String fileName, String extension, boolean volumeAlone) {

  /// Takes apart the decoded path of a request; it begins with a slash.
  public static Parsed<FileIdPath> parse(String path) {
    String[] parts = path.split("/", -1);
    return switch (parts.length) {
      case 4 -> of(parts[1], parts[2], parts[3], extension(parts[3], -1));
      case 3 -> {
        String extension = extension(parts[2], 0);
        String key = parts[2].substring(0, parts[2].length() - extension.length());
        yield of(parts[1], key, "", extension);
      }
      default -> parseLastPart(path);
    };
  }

  /// The key as an upload reads it: everything from the last comma, or from the start where there
  /// is none, to the last dot behind it. So an upload takes the comma form only.
  public static String uploadKey(String path) {
    int comma = path.lastIndexOf(',');
    int dot = path.lastIndexOf('.');
    return dot > comma ? path.substring(comma + 1, dot) : path.substring(comma + 1);
  }

  private static Parsed<FileIdPath> parseLastPart(String path) {
    int slash = path.lastIndexOf('/');
    String last = path.substring(slash + 1);
    int comma = last.lastIndexOf(',');
    if (comma < 0) {
      return Parsed.value(new FileIdPath(last, "", "", "", true));
    }
    int dot = last.lastIndexOf('.');
    if (slash > 0 || (dot >= 0 && dot < comma)) {
      // Go indexes the whole path with places of its last part here and fails the request.
      return Parsed.malformed("Invalid fid: " + path);
    }
    String key = dot < 0 ? last.substring(comma + 1) : last.substring(comma + 1, dot);
    String extension = dot < 0 ? "" : last.substring(dot);
    return of(last.substring(0, comma), key, "", extension);
  }

  private static Parsed<FileIdPath> of(
      String volume, String key, String fileName, String extension) {
    return Parsed.value(new FileIdPath(volume, key, fileName, extension, false));
  }

  private static String extension(String name, int after) {
    int dot = name.lastIndexOf('.');
    return dot > after ? name.substring(dot) : "";
  }
}

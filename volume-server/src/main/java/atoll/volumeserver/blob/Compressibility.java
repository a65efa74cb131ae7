package atoll.volumeserver.blob;

/// Decides whether an upload is tried with gzip.
final class Compressibility {

  private Compressibility() {}

  /// @param fileName the whole name: only names that are nothing but an extension, `.svg` for
  ///   instance, count as one here, since that is how the Go server calls its table
  /// @param mime empty if unknown
  static boolean pays(String fileName, String mime) {
    if (mime.startsWith("text/")) {
      return true;
    }
    boolean named = !fileName.isEmpty() && fileName.charAt(0) == '.';
    return named ? ofName(fileName, mime) : ofType(mime);
  }

  private static boolean ofName(String fileName, String mime) {
    if (isOneOf(fileName, ".svg", ".bmp", ".wav")) {
      return true;
    }
    if (mime.startsWith("image/")) {
      return false;
    }
    if (isOneOf(fileName, ".zip", ".rar", ".gz", ".bz2", ".xz", ".zst", ".br")) {
      return false;
    }
    if (isOneOf(fileName, ".pdf", ".txt", ".html", ".htm", ".css", ".js", ".json")
        || isOneOf(fileName, ".php", ".java", ".go", ".rb", ".c", ".cpp", ".h", ".hpp")) {
      return true;
    }
    return !isOneOf(fileName, ".png", ".jpg", ".jpeg") && ofType(mime);
  }

  private static boolean ofType(String mime) {
    if (mime.startsWith("application/")) {
      return mime.endsWith("xml") || mime.endsWith("script");
    }
    return mime.startsWith("audio/")
        && isOneOf(mime, "audio/wave", "audio/wav", "audio/x-wav", "audio/x-pn-wav");
  }

  /// Whether what came of it is kept: it must save a tenth.
  static boolean isWorthKeeping(long compressedBytes, long bytes) {
    return compressedBytes * 10 < bytes * 9;
  }

  private static boolean isOneOf(String text, String... all) {
    for (String each : all) {
      if (each.equals(text)) {
        return true;
      }
    }
    return false;
  }
}

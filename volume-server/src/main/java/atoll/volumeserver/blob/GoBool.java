package atoll.volumeserver.blob;

/// Truth as Go's parser reads it.
final class GoBool {

  private GoBool() {}

  static boolean isTrue(String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      default -> false;
    };
  }
}

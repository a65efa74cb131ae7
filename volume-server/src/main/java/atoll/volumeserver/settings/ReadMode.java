package atoll.volumeserver.settings;

/// What happens to a read of a volume that this server does not hold.
public enum ReadMode {
  /// It is not found.
  LOCAL,
  /// It is read from a server that holds it and passed on.
  PROXY,
  /// The client is sent to a server that holds it.
  REDIRECT;

  /// Anything but `local` and `proxy` means to redirect.
  public static ReadMode of(String text) {
    return switch (text) {
      case "local" -> LOCAL;
      case "proxy" -> PROXY;
      default -> REDIRECT;
    };
  }
}

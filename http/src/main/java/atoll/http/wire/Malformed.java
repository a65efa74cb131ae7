package atoll.http.wire;

/// A message that breaks the rules of HTTP/1.1 or a limit. Carries no stack trace: it tells of the
/// peer, not of us.
public final class Malformed extends Exception {

  private final int status;

  Malformed(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  /// What a server answers.
  public int status() {
    return status;
  }

  /// What is wrong, in words for the peer.
  public String reason() {
    return String.valueOf(getMessage());
  }
}

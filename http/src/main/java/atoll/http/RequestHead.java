package atoll.http;

import atoll.http.uri.RequestTarget;

/// A request without its body. Immutable.
///
/// @param method as it came: any token, upper or lower case, `CONNECT` and invented verbs included
/// @param target as it came, byte for byte
/// @param minorVersion 0 or 1, of HTTP/1.x
/// @param framing how the body ends
/// @param keepAlive whether the client can send another request on this connection
/// @param expectsContinue whether the client waits for `100 Continue` before it sends the body
public record RequestHead(
    String method,
    RequestTarget target,
    int minorVersion,
    Headers headers,
    BodyFraming framing,
    boolean keepAlive,
    boolean expectsContinue) {

  /// As [RequestTarget#rawPath()].
  public String rawPath() {
    return target.rawPath();
  }

  public boolean isHead() {
    return method.equals("HEAD");
  }
}

package atoll.http.client;

import atoll.http.HeaderList;
import atoll.kit.Check;
import atoll.kit.net.Endpoint;
import java.util.Locale;

/// A request to be made. `Host`, `Content-Length`, `Transfer-Encoding` and `Connection` are the
/// client's; a `Host` given here wins. Confined to whoever builds it.
///
/// @param to where to connect
/// @param secure whether TLS is spoken, with the client's settings
/// @param method any token
/// @param rawTarget as it goes on the wire, one character for each byte
public record ClientRequest(
    Endpoint to,
    boolean secure,
    String method,
    String rawTarget,
    HeaderList headers,
    ClientBody body) {

  public ClientRequest {
    Check.that(
        !method.isEmpty() && method.chars().allMatch(c -> c > 0x20 && c < 0x7f),
        "a method is a token");
    Check.that(
        !rawTarget.isEmpty() && rawTarget.chars().allMatch(c -> c > 0x20 && c != 0x7f && c < 0x100),
        "a request target holds no spaces and no control characters");
  }

  public static ClientRequest get(Endpoint to, String rawTarget) {
    return of(to, "GET", rawTarget, ClientBody.NONE);
  }

  public static ClientRequest of(Endpoint to, String method, String rawTarget, ClientBody body) {
    return new ClientRequest(to, false, method, rawTarget, new HeaderList(), body);
  }

  public ClientRequest overTls() {
    return new ClientRequest(to, true, method, rawTarget, headers, body);
  }

  public ClientRequest header(String name, String value) {
    headers.add(name, value);
    return this;
  }

  /// Whether sending it twice does what sending it once does, and it can be sent twice.
  public boolean isRepeatable() {
    boolean idempotent =
        switch (method.toUpperCase(Locale.ROOT)) {
          case "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE" -> true;
          default -> false;
        };
    return idempotent && !(body instanceof ClientBody.Streamed);
  }

  public boolean expectsContinue() {
    return headers.has("Expect");
  }
}

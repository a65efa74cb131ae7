package atoll.http;

/// An answer without its body, as the client receives it. Immutable.
///
/// @param status 100 to 999
/// @param minorVersion 0 or 1, of HTTP/1.x
/// @param framing how the body ends, without regard to the method that was asked
/// @param keepAlive whether the connection can carry another request
public record ResponseHead(
    int status, int minorVersion, Headers headers, BodyFraming framing, boolean keepAlive) {}

package atoll.http.server;

/// What came and was no valid request, so that the server itself answered it and closed.
///
/// @param status that was answered
/// @param reason that was answered
/// @param startLine the request line as far as it came, one character for each byte; empty if none
///   did. It may hold any byte: a log escapes it
/// @param nanos since the first byte came
public record Rejection(Peer peer, int status, String reason, String startLine, long nanos) {}

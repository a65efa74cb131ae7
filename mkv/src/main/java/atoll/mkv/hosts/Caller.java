package atoll.mkv.hosts;

import atoll.http.field.TraceParent;

/// On whose behalf a host is asked; both travel in the headers. Immutable.
///
/// @param requestId `X-Request-Id`
/// @param trace `traceparent`; the host sees a span of its own below it
public record Caller(String requestId, TraceParent trace) {}

package atoll.mkv.hosts;

import atoll.http.field.TraceParent;

/// On whose behalf a host is asked; both travel in the headers. Immutable.
///
/// @param requestId `X-Request-Id`
/// @param trace `traceparent`; the host sees a span of its own below it
/// @param times told what each host did for it
public record Caller(String requestId, TraceParent trace, CopyTimes times) {

  /// Somebody whose times nobody wants to know.
  public Caller(String requestId, TraceParent trace) {
    this(requestId, trace, CopyTimes.NONE);
  }
}

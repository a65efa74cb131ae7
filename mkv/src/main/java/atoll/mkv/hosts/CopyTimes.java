package atoll.mkv.hosts;

import atoll.http.server.Exchange;
import atoll.mkv.key.HostId;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What hosts did for one request, and how long it took them: for the line in the access log.
///
/// Shared (a concurrent queue). What a host answers after the request has ended is not seen.
public final class CopyTimes {

  /// For requests of nobody, or without a log.
  public static final CopyTimes NONE = new CopyTimes();

  /// What a host was asked, and what came of it.
  ///
  /// @param failure empty if it did what it was asked, else the kind of failure
  public record Time(HostId host, String asked, String failure, long nanos) {}

  private final ConcurrentLinkedQueue<Time> times = new ConcurrentLinkedQueue<>();

  /// What belongs to a request.
  public static CopyTimes of(Exchange exchange) {
    return exchange.attachment() instanceof CopyTimes times ? times : NONE;
  }

  public void add(Time time) {
    if (this != NONE) {
      times.add(time);
    }
  }

  /// In the order in which they ended.
  public List<Time> all() {
    return List.copyOf(times);
  }
}

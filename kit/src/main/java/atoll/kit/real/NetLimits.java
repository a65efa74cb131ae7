package atoll.kit.real;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.util.List;

/// The bounds of a [RealNet].
///
/// @param resolvingThreadCount host names looked up at a time
/// @param resolvingQueueCount host names that wait for their turn
/// @param backlogCount connections that a listening port keeps until they are accepted
public record NetLimits(int resolvingThreadCount, int resolvingQueueCount, int backlogCount)
    implements Limits {

  public static final NetLimits USUAL = new NetLimits(4, 256, 1024);

  public NetLimits {
    Check.that(resolvingThreadCount > 0, "names need a thread to be looked up");
    Check.that(resolvingQueueCount > 0, "names need a place to wait");
    Check.that(backlogCount > 0, "connections need a place to wait");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit(
            "net.resolving.thread.count", Integer.toString(resolvingThreadCount), "names wait"),
        new Limit(
            "net.resolving.queue.count",
            Integer.toString(resolvingQueueCount),
            "dialling a name is refused: busy"),
        new Limit(
            "net.backlog.count",
            Integer.toString(backlogCount),
            "the system refuses connections until some are accepted"));
  }
}

package atoll.kit.real;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Host names to addresses, with a deadline: the system's look-up knows none, so it runs on a few
/// platform threads that end when idle. A look-up given up goes on there to its own end. Shared
/// (guarded by its pool).
final class Resolving {

  private static final Duration IDLE = Duration.ofSeconds(10);

  /// How a name is looked up: the system's way, but for tests.
  interface LookUp {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  private final LookUp lookUp;
  private final ThreadPoolExecutor pool;

  Resolving(NetLimits limits, LookUp lookUp) {
    this.lookUp = lookUp;
    this.pool =
        PlatformThreads.pool(
            "net-resolving-",
            limits.resolvingThreadCount(),
            new ArrayBlockingQueue<>(limits.resolvingQueueCount()),
            IDLE);
  }

  /// The addresses of a host, at least one; a numeric one costs nothing.
  List<InetAddress> resolve(Endpoint endpoint, Deadline deadline) {
    try {
      return List.of(InetAddress.ofLiteral(endpoint.host()));
    } catch (IllegalArgumentException aName) {
      return ask(endpoint, deadline);
    }
  }

  private List<InetAddress> ask(Endpoint endpoint, Deadline deadline) {
    String wait = "looking up the host of " + endpoint;
    Waits.begin(wait);
    FutureTask<List<InetAddress>> answer =
        new FutureTask<>(() -> List.of(lookUp.addressesOf(endpoint.host())));
    begin(endpoint, answer);
    try {
      return answer.get(deadline.atNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      pool.remove(answer);
      throw new AtollException(
          Fault.TIMEOUT, wait + " was not done in time; look at the name server", late);
    } catch (InterruptedException interrupted) {
      pool.remove(answer);
      throw Waits.cancelled(wait, interrupted);
    } catch (ExecutionException failed) {
      throw new AtollException(
          Fault.UNREACHABLE,
          "the host of " + endpoint + " is unknown; check the name and the name server",
          failed);
    }
  }

  private void begin(Endpoint endpoint, Runnable looking) {
    try {
      pool.execute(looking);
    } catch (RejectedExecutionException full) {
      throw new AtollException(
          Fault.BUSY, "too many host names are being looked up to begin with " + endpoint, full);
    }
  }
}

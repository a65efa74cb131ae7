package atoll.cueballmanatee;

import atoll.cueball.Backend;
import atoll.cueball.BackendChange;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Prints what a resolver reports, in the words of `manatee-echo-resolver`: `Added msg: KEY` for
/// the new primary, then `Removed msg: KEY` for the old one, and `Stop msg` at the end. Shared
/// (guarded by a lock).
public final class ManateeEcho implements AutoCloseable {

  private final ManateePrimaryResolver resolver;
  private final PrintWriter out;
  private final ReentrantLock lock = new ReentrantLock();
  private Set<Backend> last = Set.of();
  private boolean stopped;

  /// Starts the resolver, which is closed with this.
  public static ManateeEcho start(ManateePrimaryResolver resolver, PrintWriter out) {
    ManateeEcho echo = new ManateeEcho(resolver, out);
    resolver.start(echo::print);
    return echo;
  }

  private ManateeEcho(ManateePrimaryResolver resolver, PrintWriter out) {
    this.resolver = resolver;
    this.out = out;
  }

  private void print(Set<Backend> backends) {
    lock.lock();
    try {
      BackendChange change = BackendChange.between(last, backends);
      change.added().forEach(backend -> out.println("Added msg: " + backend.key()));
      change.removed().forEach(backend -> out.println("Removed msg: " + backend.key()));
      out.flush();
      last = backends;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    resolver.close();
    lock.lock();
    try {
      if (!stopped) {
        out.println("Stop msg");
        out.flush();
      }
      stopped = true;
    } finally {
      lock.unlock();
    }
  }
}

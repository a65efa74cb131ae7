package atoll.http;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One value from an event loop to one waiting thread. The wait has no deadline of its own: the
/// loop ends every exchange that does not move, by the limits of its connection.
///
/// Shared by the two, through its volatile field.
final class Handoff<T> {

  private final Thread waiter = Thread.currentThread();
  private volatile @Nullable T value;

  void offer(T given) {
    value = given;
    LockSupport.unpark(waiter);
  }

  /// @throws AtollException `CANCELLED` if the thread is interrupted; the flag stays set
  T await() {
    while (true) {
      T given = value;
      if (given != null) {
        return given;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AtollException(Fault.CANCELLED, "interrupted while waiting for the peer");
      }
      LockSupport.park(this);
    }
  }
}

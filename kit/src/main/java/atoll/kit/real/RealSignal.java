package atoll.kit.real;

import atoll.kit.Deadline;
import atoll.kit.run.Signal;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A signal for threads. A raise is granted to one of the threads that wait, or kept as the one
/// permit if there is none. Shared (guarded by its lock).
final class RealSignal implements Signal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition raised = lock.newCondition();
  private int waiting;
  private int granted;
  private boolean permit;

  @Override
  public void raise() {
    lock.lock();
    try {
      if (waiting > granted) {
        granted++;
        raised.signal();
      } else {
        permit = true;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean await(Deadline deadline) {
    Waits.begin("waiting for a signal");
    lock.lock();
    try {
      if (permit) {
        permit = false;
        return true;
      }
      waiting++;
      try {
        return awaitGrant(deadline);
      } finally {
        waiting--;
        keepGrantOfOneWhoLeft();
      }
    } catch (InterruptedException interrupted) {
      throw Waits.cancelled("waiting for a signal", interrupted);
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitGrant(Deadline deadline) throws InterruptedException {
    while (granted == 0) {
      long left = deadline.atNanos() - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      var _ = raised.awaitNanos(left);
    }
    granted--;
    return true;
  }

  private void keepGrantOfOneWhoLeft() {
    if (granted > waiting) {
      granted = waiting;
      permit = true;
    }
  }
}

package atoll.kit.real;

import atoll.kit.AtollException;
import atoll.kit.Fault;

/// How interrupts, which are the real form of cancellation, become faults. The interrupt status is
/// kept, so that every later wait of cancelled work ends as well.
final class Waits {

  private Waits() {}

  static AtollException cancelled(String wait) {
    Thread.currentThread().interrupt();
    return new AtollException(Fault.CANCELLED, "cancelled while " + wait);
  }

  static AtollException cancelled(String wait, Throwable cause) {
    Thread.currentThread().interrupt();
    return new AtollException(Fault.CANCELLED, "cancelled while " + wait, cause);
  }

  /// Ends a wait before it begins if the work has been cancelled already.
  static void begin(String wait) {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(wait);
    }
  }
}

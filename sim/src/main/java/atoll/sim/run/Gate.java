package atoll.sim.run;

import atoll.kit.Deadline;
import java.util.ArrayList;
import java.util.List;

/// A place where work waits until it is woken: what simulated things are built from. It keeps
/// nothing: whoever waits checks its condition before and after.
///
/// ```java
/// while (arrived.isEmpty()) {
///   if (!gate.await(deadline)) throw new AtollException(Fault.TIMEOUT, …);
/// }
/// ```
///
/// Confined to whoever holds the baton.
public final class Gate {

  private final Scheduler scheduler;
  private final String name;
  final List<Work> waiting = new ArrayList<>();

  Gate(Scheduler scheduler, String name) {
    this.scheduler = scheduler;
    this.name = name;
  }

  /// What a report of a deadlock calls this place.
  public String name() {
    return name;
  }

  /// Lets other work go on until this one is woken.
  ///
  /// @return whether it was; false once the deadline has passed
  /// @throws atoll.kit.AtollException `CANCELLED` if the waiting work is cancelled
  public boolean await(Deadline deadline) {
    return scheduler.await(this, scheduler.elapsedAt(deadline));
  }

  /// Wakes all who wait.
  public void wakeAll() {
    while (!waiting.isEmpty()) {
      scheduler.wake(waiting.getLast());
    }
  }

  /// Wakes one of those who wait, drawn from the seed.
  ///
  /// @return whether anybody waited
  public boolean wakeOne() {
    if (waiting.isEmpty()) {
      return false;
    }
    scheduler.wake(waiting.get(scheduler.draw(waiting.size())));
    return true;
  }
}

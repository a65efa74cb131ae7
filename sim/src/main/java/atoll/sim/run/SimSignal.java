package atoll.sim.run;

import atoll.kit.Deadline;
import atoll.kit.run.Signal;

/// A [Gate] that keeps one permit. Confined to whoever holds the baton.
final class SimSignal implements Signal {

  private final Scheduler scheduler;
  private final Gate gate;
  private boolean permit;

  SimSignal(Scheduler scheduler, String name) {
    this.scheduler = scheduler;
    this.gate = new Gate(scheduler, name);
  }

  @Override
  public void raise() {
    if (scheduler.mayAct() && !gate.wakeOne()) {
      permit = true;
    }
  }

  @Override
  public boolean await(Deadline deadline) {
    if (permit) {
      scheduler.checkGoesOn();
      permit = false;
      return true;
    }
    return gate.await(deadline);
  }
}

package atoll.sim.run;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.kit.run.Runner;
import atoll.kit.run.Signal;
import atoll.kit.run.Task;
import atoll.kit.run.WorkFailed;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The threads of one simulated process. Confined to whoever holds the baton.
final class SimRunner implements Runner {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

  private final Scheduler scheduler;
  private final String name;
  private final Events events;
  private final Set<Work> works = new LinkedHashSet<>();
  private boolean closed;
  private int signals;

  SimRunner(Scheduler scheduler, String name, Events events) {
    this.scheduler = scheduler;
    this.name = name;
    this.events = events;
  }

  @Override
  public Task submit(String work, Runnable job) {
    checkOpen(work);
    return remember(scheduler.start(this, qualified(work), job));
  }

  @Override
  public Task schedule(String work, Duration delay, Runnable job) {
    checkOpen(work);
    return remember(scheduler.startLater(this, qualified(work), delay, job));
  }

  @Override
  public Task repeat(String work, Duration pause, Runnable job) {
    return submit(
        work,
        () -> {
          while (true) {
            try {
              job.run();
            } catch (Exception failure) {
              if (isObedience(failure)) {
                return;
              }
              reportFailure(work, failure);
            }
            scheduler.pause(pause);
          }
        });
  }

  @Override
  public Signal signal() {
    return new SimSignal(scheduler, "signal " + ++signals + " of " + name);
  }

  @Override
  public void pause(Duration time) {
    scheduler.pause(time);
  }

  @Override
  public long lane() {
    return scheduler.current().number;
  }

  @Override
  public void close() {
    if (!scheduler.mayAct()) {
      return;
    }
    closed = true;
    Work self = scheduler.current();
    List<Work> others = works.stream().filter(work -> work != self).toList();
    others.forEach(scheduler::cancel);
    boolean before = self.shielded;
    self.shielded = true;
    try {
      for (Work work : others) {
        if (!scheduler.await(work.name + " to end", work::isDone, CLOSE_WITHIN)) {
          scheduler.fail("cancelled work " + work + " did not end within " + CLOSE_WITHIN);
        }
      }
    } finally {
      self.shielded = before;
    }
  }

  /// What lives, in the order of its beginning.
  List<Work> works() {
    return List.copyOf(works);
  }

  void refuseWork() {
    closed = true;
  }

  void forget(Work work) {
    works.remove(work);
  }

  void reportFailure(String work, Throwable thrown) {
    events.report(new WorkFailed(work, thrown));
  }

  private boolean isObedience(Exception failure) {
    return scheduler.current().cancelled
        && failure instanceof AtollException fault
        && fault.fault() == Fault.CANCELLED;
  }

  @Override
  public String toString() {
    return name.isEmpty() ? "the test's own runner" : name;
  }

  private Task remember(Work work) {
    works.add(work);
    return work;
  }

  private void checkOpen(String work) {
    scheduler.checkLives();
    if (closed) {
      throw new AtollException(
          Fault.CLOSED, "work \"" + work + "\" comes after runner " + name + " was closed");
    }
  }

  private String qualified(String work) {
    return name.isEmpty() ? work : name + "/" + work;
  }
}

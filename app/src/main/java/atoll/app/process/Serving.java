package atoll.app.process;

import atoll.kit.Clock;
import atoll.kit.Randomness;
import atoll.kit.count.Registry;
import atoll.kit.disk.Disk;
import atoll.kit.event.CountingEvents;
import atoll.kit.event.Events;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.kit.log.EventLog;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealDisk;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import java.io.PrintWriter;

/// What a command that serves stands on: the outside world as it is, a log whose events are
/// counted, threads. Parts are closed before it. Confined to the command's thread, what it hands
/// out is shared.
public final class Serving implements AutoCloseable {

  private final EventLog log;
  private final RealRunner runner;
  private final Clock clock = new RealClock();
  private final Randomness randomness = new RealRandomness();
  private final Registry registry = new Registry();
  private final Events events;
  private final Disk disk;

  /// Starts the log and the threads.
  public Serving(PrintWriter err, EventForm form, Level level) {
    this.log = new EventLog(clock, err, form, level);
    this.events = new CountingEvents(registry, log);
    this.disk = new RealDisk(events);
    this.runner = new RealRunner(events);
    log.start(runner);
  }

  public EventLog log() {
    return log;
  }

  public RealRunner runner() {
    return runner;
  }

  public Clock clock() {
    return clock;
  }

  public Randomness randomness() {
    return randomness;
  }

  /// What the process counts, its events among it.
  public Registry registry() {
    return registry;
  }

  public Events events() {
    return events;
  }

  public Disk disk() {
    return disk;
  }

  @Override
  public void close() {
    runner.close();
    log.close();
  }
}

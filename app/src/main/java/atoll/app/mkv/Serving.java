package atoll.app.mkv;

import atoll.http.netty.EventLoops;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Limit;
import atoll.kit.Randomness;
import atoll.kit.count.Registry;
import atoll.kit.event.CountingEvents;
import atoll.kit.event.Events;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.kit.log.EventLog;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealDisk;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.mkv.config.ConfigReading;
import atoll.mkv.config.MkvConfig;
import atoll.mkv.gateway.Gateway;
import atoll.mkv.host.BlobHost;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// What all serving commands of mkv stand on: log, threads, event loops; and how they end. Confined
/// to the command's thread.
final class Serving implements AutoCloseable {

  private final PrintWriter err;
  private final EventLog log;
  private final RealRunner runner;
  private final Clock clock = new RealClock();
  private final Randomness randomness = new RealRandomness();
  private final Registry registry = new Registry();
  private final Events events;
  private final EventLoops loops;

  Serving(PrintWriter err, boolean json, Level level) {
    this.err = err;
    this.log = new EventLog(clock, err, json ? EventForm.JSON : EventForm.TEXT, level);
    this.events = new CountingEvents(registry, log);
    this.runner = new RealRunner(events);
    log.start(runner);
    this.loops =
        EventLoops.start(
            Math.max(1, Runtime.getRuntime().availableProcessors()), EventLoops.Transport.BEST);
  }

  EventLoops loops() {
    return loops;
  }

  Clock clock() {
    return clock;
  }

  BlobHost.Seams hostSeams() {
    return new BlobHost.Seams(new RealDisk(events), clock, randomness, runner, events);
  }

  Gateway gateway(MkvConfig config, Supplier<ConfigReading> reread) {
    Gateway gateway =
        Gateway.start(
            config,
            loops,
            new Gateway.Seams(
                clock,
                randomness,
                runner,
                events,
                new AccessLines(config.log().access(), clock, err)),
            registry,
            reread);
    Signals.on("HUP", () -> reload(gateway));
    return gateway;
  }

  /// The gateway reports what became of it.
  private static void reload(Gateway gateway) {
    try {
      gateway.reload();
    } catch (AtollException refused) {
      // Told as an event already; the old configuration stays.
      return;
    }
  }

  void print(List<Limit> limits) {
    limits.forEach(err::println);
  }

  void say(String line) {
    err.println("mkv: " + line);
    err.flush();
  }

  /// Waits until the process is told to stop. Told again, it stops at once.
  static void awaitStop() throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    AtomicBoolean asked = new AtomicBoolean();
    for (String name : List.of("TERM", "INT")) {
      int forced = name.equals("TERM") ? 143 : 130;
      Signals.on(
          name,
          () -> {
            if (asked.getAndSet(true)) {
              Runtime.getRuntime().halt(forced);
            }
            stop.countDown();
          });
    }
    stop.await();
  }

  /// Waits, and then lets requests end.
  void serve(Gateway gateway) throws InterruptedException {
    awaitStop();
    say("stopping; a second signal stops at once");
    boolean whole = gateway.drain();
    say(whole ? "stopped" : "stopped; some requests were cut off");
  }

  @Override
  public void close() {
    loops.close();
    runner.close();
    log.close();
  }
}

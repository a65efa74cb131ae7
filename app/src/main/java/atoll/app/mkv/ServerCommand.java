package atoll.app.mkv;

import atoll.http.netty.EventLoops;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Limit;
import atoll.kit.count.Registry;
import atoll.kit.event.CountingEvents;
import atoll.kit.event.Events;
import atoll.kit.log.EventForm;
import atoll.kit.log.EventLog;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.mkv.config.MkvConfig;
import atoll.mkv.gateway.Gateway;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `mkv server`: a gateway. SIGHUP reads the configuration anew; SIGTERM and SIGINT let requests
/// end and stop, a second one stops at once.
@Command(name = "server", description = "Serves keys over the hosts of a configuration.")
final class ServerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ConfigOption option;

  @Override
  public Integer call() throws InterruptedException {
    MkvConfig config = option.config();
    PrintWriter err = spec.commandLine().getErr();
    Clock clock = new RealClock();
    EventForm form = config.log().json() ? EventForm.JSON : EventForm.TEXT;
    EventLog log = new EventLog(clock, err, form, config.log().level());
    Registry registry = new Registry();
    Events events = new CountingEvents(registry, log);
    RealRunner runner = new RealRunner(events);
    log.start(runner);
    EventLoops loops =
        EventLoops.start(
            Math.max(1, Runtime.getRuntime().availableProcessors()), EventLoops.Transport.BEST);
    AccessLines access = new AccessLines(config.log().access(), clock, err);
    try {
      Gateway gateway =
          Gateway.start(
              config,
              loops,
              new Gateway.Seams(clock, new RealRandomness(), runner, events, access),
              registry,
              option::read);
      for (Limit limit : gateway.limits()) {
        err.println(limit);
      }
      err.println("mkv: index: " + gateway.describeIndex());
      err.println(
          "mkv: keys on " + gateway.local() + ", health and metrics on " + gateway.localAdmin());
      err.flush();
      serve(gateway, err);
    } finally {
      loops.close();
      runner.close();
      log.close();
    }
    return 0;
  }

  private static void serve(Gateway gateway, PrintWriter err) throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    AtomicBoolean asked = new AtomicBoolean();
    Signals.on("HUP", () -> reload(gateway));
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
    err.println("mkv: stopping; a second signal stops at once");
    err.flush();
    boolean whole = gateway.drain();
    err.println(whole ? "mkv: stopped" : "mkv: stopped; some requests were cut off");
    err.flush();
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
}

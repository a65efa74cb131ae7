package atoll.app;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.event.CountingEvents;
import atoll.kit.event.Events;
import atoll.kit.log.EventLog;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import atoll.volumeserver.ServerLimits;
import atoll.volumeserver.VolumeServer;
import atoll.volumeserver.page.LogLevel;
import atoll.volumeserver.settings.SettingsAnswer;
import atoll.volumeserver.settings.SettingsReader;
import atoll.volumeserver.settings.StartSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// `atoll volume`: a volume server that works under SeaweedFS's masters, with the flags of theirs.
final class VolumeCommand implements Callable<Integer>, OwnWords {

  /// What shells expect after SIGINT.
  private static final int INTERRUPTED = 130;

  @Override
  public Integer call() {
    throw new AtollException(Fault.BUG, "the volume server reads its own words");
  }

  @Override
  public int run(List<String> words, PrintWriter out, PrintWriter err) {
    Map<String, String> environment = System.getenv();
    return switch (SettingsReader.read(words, environment)) {
      case SettingsAnswer.Help(String text) -> {
        out.println(text);
        yield 0;
      }
      case SettingsAnswer.Refused(List<String> problems) -> {
        problems.forEach(each -> err.println("atoll volume: " + each));
        yield Fault.BAD_INPUT.exitCode();
      }
      case SettingsAnswer.Start(StartSettings settings) -> serve(settings, err);
    };
  }

  private static int serve(StartSettings settings, PrintWriter err) {
    Clock clock = new RealClock();
    EventLog log = new EventLog(clock, err, settings.log().form(), settings.log().level());
    Registry registry = new Registry();
    Events events = new CountingEvents(registry, log);
    RealRunner runner = new RealRunner(events);
    log.start(runner);
    settings.notes().forEach(each -> err.println("atoll volume: " + each));
    AtomicReference<@Nullable AtollException> why = new AtomicReference<>();
    VolumeServer server;
    try {
      server =
          VolumeServer.start(
              settings,
              ServerLimits.USUAL,
              clock,
              events,
              new LogLevel(log::level, log::setLevel),
              registry,
              runner,
              failure -> {
                why.compareAndSet(null, failure);
                // The hook that stops the server runs on a thread of its own.
                Thread.ofPlatform()
                    .name("volume end")
                    .start(() -> System.exit(failure.fault().exitCode()));
              });
    } catch (RuntimeException e) {
      runner.close();
      log.close();
      throw e;
    }
    OwnSignals.whenReceived("HUP", server::reloadRules);
    OwnSignals.whenReceived(
        "INT",
        () -> {
          server.hurry();
          System.exit(INTERRUPTED);
        });
    UntilStopped.run(
        "volume",
        () -> {
          server.close();
          runner.close();
          log.close();
          AtollException failure = why.get();
          if (failure != null) {
            err.println("atoll volume: " + failure.getMessage());
          }
        });
    return 0;
  }
}

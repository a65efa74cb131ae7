package atoll.app;

import atoll.app.process.Ending;
import atoll.app.process.Serving;
import atoll.app.process.Signals;
import atoll.kit.AtollException;
import atoll.kit.Fault;
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

/// `atoll volume`: a volume server that works under SeaweedFS's masters, with the flags of theirs.
final class VolumeCommand implements Callable<Integer>, OwnWords {

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
    settings.notes().forEach(each -> err.println("atoll volume: " + each));
    Ending ending = new Ending();
    try (Serving serving = new Serving(err, settings.log().form(), settings.log().level());
        VolumeServer server =
            VolumeServer.start(
                settings,
                ServerLimits.USUAL,
                serving.clock(),
                serving.events(),
                new LogLevel(serving.log()::level, serving.log()::setLevel),
                serving.registry(),
                serving.runner(),
                ending::because)) {
      // Where there is no SIGHUP, rules are read anew by a new start.
      var _ = Signals.take("HUP", server::reloadRules);
      int code = ending.await(_ -> server.hurry());
      if (code == Ending.INTERRUPTED) {
        server.hurry();
      }
      return code;
    }
  }
}

package atoll.app;

import atoll.app.process.Ending;
import atoll.app.process.Serving;
import atoll.cueballmanatee.ManateeEcho;
import atoll.cueballmanatee.ManateeLimits;
import atoll.cueballmanatee.ManateePrimaryResolver;
import atoll.cueballmanatee.ZooKeeperAddresses;
import atoll.kit.Limit;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `manatee-echo-resolver`: prints each change of a Manatee cluster's primary until it is
/// interrupted.
@Command
final class ManateeEchoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--connect-string"},
      paramLabel = "ADDRESSES",
      defaultValue = "127.0.0.1:2181",
      description = "ZooKeeper's members, IP:PORT joined by commas (${DEFAULT-VALUE}).")
  private String connectString = "";

  @Option(
      names = {"-p", "--root-path"},
      paramLabel = "PATH",
      defaultValue = "/manatee/1.boray.virtual.example.com",
      description = "The cluster's node (${DEFAULT-VALUE}).")
  private String rootPath = "";

  @Option(
      names = {"-l", "--log-level"},
      paramLabel = "LEVEL",
      defaultValue = "${env:RESOLVER_LOG_LEVEL:-info}",
      description =
          "trace, debug, info, warning, error or critical (RESOLVER_LOG_LEVEL, or else info).")
  private String logLevel = "";

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (Serving serving = new Serving(err, EventForm.TEXT, level())) {
      ManateePrimaryResolver resolver =
          new ManateePrimaryResolver(
              ZooKeeperAddresses.parse(connectString),
              rootPath,
              ManateeLimits.USUAL,
              serving.randomness(),
              serving.events());
      for (Limit limit : ManateeLimits.USUAL.list()) {
        err.println(limit);
      }
      try (ManateeEcho _ = ManateeEcho.start(resolver, spec.commandLine().getOut())) {
        return new Ending().await();
      }
    }
  }

  private Level level() {
    return switch (logLevel) {
      case "trace", "debug" -> Level.DEBUG;
      case "info" -> Level.INFO;
      case "warning" -> Level.WARN;
      case "error", "critical" -> Level.ERROR;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "\""
                  + logLevel
                  + "\" is not a level; there are trace, debug, info, warning, error, critical");
    };
  }
}

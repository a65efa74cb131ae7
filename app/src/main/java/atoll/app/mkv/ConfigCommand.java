package atoll.app.mkv;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `mkv config check`: says what is wrong with a configuration, all of it.
@Command(
    name = "config",
    description = "Checks a configuration.",
    subcommands = ConfigCommand.Check.class)
final class ConfigCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "expected check");
  }

  /// `mkv config check`
  @Command(name = "check", description = "Reads it and says every problem.")
  static final class Check implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;

    @Override
    public Integer call() {
      var found = config.config();
      spec.commandLine()
          .getOut()
          .println(
              config.file()
                  + " is good: "
                  + found.hosts().size()
                  + " hosts, "
                  + found.placement().replicas()
                  + " replicas, ring "
                  + Long.toHexString(found.ring().epoch()));
      return 0;
    }
  }
}

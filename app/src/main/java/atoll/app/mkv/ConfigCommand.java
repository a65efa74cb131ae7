package atoll.app.mkv;

import atoll.fast.json.Json;
import atoll.mkv.config.ConfigFile;
import atoll.mkv.config.ConfigProblem;
import atoll.mkv.config.ConfigReading;
import atoll.mkv.config.MkvConfig;
import java.io.PrintWriter;
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
    @Mixin private Output output;

    @Override
    public Integer call() {
      return switch (config.read()) {
        case ConfigReading.Good(MkvConfig found) -> {
          good(found);
          yield 0;
        }
        case ConfigReading.Bad bad -> {
          if (output.isJson()) {
            spec.commandLine().getOut().println(problems(bad).toJson());
          }
          throw ConfigFile.refusal(bad);
        }
      };
    }

    private void good(MkvConfig found) {
      PrintWriter out = spec.commandLine().getOut();
      String ring = Long.toHexString(found.ring().epoch());
      output.print(
          out,
          facts(true)
              .with("hosts", found.hosts().size())
              .with("replicas", found.placement().replicas())
              .with("ring", ring),
          () ->
              out.println(
                  config.file()
                      + " is good: "
                      + found.hosts().size()
                      + " hosts, "
                      + found.placement().replicas()
                      + " replicas, ring "
                      + ring));
    }

    private Output.Facts facts(boolean good) {
      return new Output.Facts().with("file", config.file().toString()).with("good", good);
    }

    private Output.Facts problems(ConfigReading.Bad bad) {
      return facts(false)
          .with("problems", Json.array(bad.problems().stream().map(Check::problem).toList()));
    }

    private static Json problem(ConfigProblem problem) {
      return new Output.Facts()
          .with("file", problem.file())
          .with("line", problem.line())
          .with("key", problem.key())
          .with("message", problem.message())
          .toJson();
    }
  }
}

package atoll.app.mkv;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `atoll mkv COMMAND`: key to blob over plain HTTP.
@Command(
    subcommands = {
      ServerCommand.class,
      UpCommand.class,
      HostCommand.class,
      ConfigCommand.class,
      RingCommand.class,
      IndexCommand.class,
      PutCommand.class,
      GetCommand.class,
      ListCommand.class,
      RemoveCommand.class,
      VersionCommand.class
    })
public final class MkvCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "expected one of "
            + String.join(", ", spec.subcommands().keySet().stream().sorted().toList()));
  }
}

package atoll.app.volumetool;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `volume-tool check | fix | export | dump`.
@Command(
    synopsisSubcommandLabel = "(check | fix | export | dump)",
    subcommands = {CheckCommand.class, FixCommand.class, ExportCommand.class, DumpCommand.class},
    footer = {
      "",
      "Exit codes: 0 everything fits; 7 something is damaged; 2 bad input; 3 no such volume;",
      "5 a server uses it; 8 the disk failed. docs/operations/volume-tool.md explains all."
    })
public final class VolumeToolCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: check, fix, export or dump");
  }
}

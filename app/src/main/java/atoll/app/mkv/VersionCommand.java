package atoll.app.mkv;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `mkv version`.
@Command(name = "version", description = "Prints the formats that it speaks; see atoll version.")
final class VersionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("index schema 2, sidecar mkv1, JDK " + Runtime.version());
    return 0;
  }
}

package atoll.app.mkv;

import atoll.mkv.index.SqliteIndex;
import atoll.mkv.record.Sidecar;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `mkv version`.
@Command(name = "version", description = "Prints the formats that it speaks; see atoll version.")
final class VersionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int schema = SqliteIndex.schemaVersion();
    String jdk = Runtime.version().toString();
    output.print(
        out,
        new Output.Facts()
            .with("index_schema", schema)
            .with("sidecar", Sidecar.FORMAT)
            .with("jdk", jdk),
        () ->
            out.println("index schema " + schema + ", sidecar " + Sidecar.FORMAT + ", JDK " + jdk));
    return 0;
  }
}

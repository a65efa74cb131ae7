package atoll.app.mkv;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.real.RealClock;
import atoll.kit.unit.DataSize;
import atoll.mkv.gateway.Gateway;
import atoll.mkv.gateway.RecordLines;
import atoll.mkv.index.IndexCheck;
import atoll.mkv.index.IndexStore;
import atoll.mkv.index.ListQuery;
import atoll.mkv.index.SqliteBackup;
import atoll.mkv.record.KeyRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mkv index`: what can be done with an index beside serving from it.
@Command(
    name = "index",
    description = "Backs an index up, verifies it, or prints it.",
    subcommands = {IndexCommand.Backup.class, IndexCommand.Verify.class, IndexCommand.Export.class})
final class IndexCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "expected backup, verify or export");
  }

  /// What all of them have.
  abstract static class OnIndex implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;
    @Mixin private Output output;

    ConfigOption config() {
      return config;
    }

    Output output() {
      return output;
    }

    PrintWriter out() {
      return spec.commandLine().getOut();
    }

    PrintWriter err() {
      return spec.commandLine().getErr();
    }
  }

  /// One that has the index for itself.
  abstract static class OnOpenIndex extends OnIndex {

    @Override
    public final Integer call() {
      try (IndexStore index =
          Gateway.openIndex(config().config(), new RealClock(), new Registry())) {
        return call(index);
      }
    }

    abstract int call(IndexStore index);
  }

  /// `mkv index backup FILE`, while a gateway serves or not.
  @Command(
      name = "backup",
      description = "Copies the SQLite index as it is now to a new file, also while it is used.")
  static final class Backup extends OnIndex {

    @Parameters(paramLabel = "FILE", description = "Where to; it must not exist.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      var index = config().config().index();
      if (index.postgres().isPresent()) {
        throw new AtollException(
            Fault.UNSUPPORTED, "the index is in PostgreSQL: back it up with pg_dump");
      }
      long bytes =
          SqliteBackup.copy(
              index.path(),
              file,
              done -> err().println(DataSize.ofBytes(done).brief() + " written"));
      output()
          .print(
              out(),
              new Output.Facts().with("file", file.toString()).with("bytes", bytes),
              () -> out().println(file + ": " + bytes + " bytes"));
      return 0;
    }
  }

  /// `mkv index verify`
  @Command(name = "verify", description = "Reads everything and says what is wrong.")
  static final class Verify extends OnOpenIndex {

    @Override
    int call(IndexStore index) {
      IndexCheck check = index.verify();
      output()
          .print(
              out(),
              new Output.Facts().with("records", check.rows()).with("problems", check.problems()),
              () -> {
                check.problems().forEach(out()::println);
                out().println(check.rows() + " records, " + check.problems().size() + " problems");
              });
      return check.isSound() ? 0 : 1;
    }
  }

  /// `mkv index export`
  @Command(name = "export", description = "Prints each record as a line of JSON.")
  static final class Export extends OnOpenIndex {

    private static final int PIECE = 1_000;

    @Override
    int call(IndexStore index) {
      Bytes from = Bytes.EMPTY;
      List<KeyRecord> records;
      do {
        records = index.list(new ListQuery(Bytes.EMPTY, from, ListQuery.Which.ALL, PIECE));
        for (KeyRecord record : records) {
          out().println(RecordLines.line(record));
        }
        if (!records.isEmpty()) {
          from = ListQuery.following(records.getLast().key().bytes());
        }
      } while (!records.isEmpty());
      return 0;
    }
  }
}

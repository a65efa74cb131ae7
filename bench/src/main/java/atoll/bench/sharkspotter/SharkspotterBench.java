package atoll.bench.sharkspotter;

import atoll.bench.measure.Bench;
import atoll.bench.measure.Measured;
import atoll.bench.measure.Rounds;
import atoll.bench.measure.Scratch;
import atoll.bench.measure.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Objects a second of a search, straight from PostgreSQL and through moray, beside `COPY` of the
/// same table; and a search's memory over a tenth and over all of the objects. Immutable.
public final class SharkspotterBench implements Bench {

  private static final int FEW = 50_000;
  private static final int MANY = 500_000;
  private static final int ROUNDS = 5;

  /// Readers run here, servers elsewhere.
  private static final int READERS_CORE = 1;

  private static final int SERVERS_CORE = 0;

  /// As the program is started.
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseSerialGC",
          "-Xms32m",
          "-Xmn16m",
          "-Xmx256m",
          "--enable-native-access=ALL-UNNAMED");

  @Override
  public String name() {
    return "sharkspotter";
  }

  @Override
  public String about() {
    return "objects/s of a search in both modes, beside COPY of the same table; memory";
  }

  @Override
  public void run(PrintStream output) throws Exception {
    Path scratch = Files.createTempDirectory("atoll-sharkspotter");
    try (ShardTable table = ShardTable.start(scratch)) {
      table.create(FEW);
      table.create(MANY);
      try (Measured few = moray(table, FEW);
          Measured many = moray(table, MANY)) {
        int fewPort = Integer.parseInt(few.line());
        int manyPort = Integer.parseInt(many.line());
        rates(new Reading(scratch, table, manyPort, MANY), output);
        output.printf("%nResident memory of a search in MiB, at its end and at most:%n");
        for (Way way : List.of(Way.DIRECT, Way.MORAY)) {
          memory(new Reading(scratch, table, fewPort, FEW), way, output);
          memory(new Reading(scratch, table, manyPort, MANY), way, output);
        }
      }
    } finally {
      Scratch.remove(scratch);
    }
  }

  private static Measured moray(ShardTable table, int objects) throws IOException {
    return Measured.startJava(
        SERVERS_CORE,
        MorayProcess.class,
        List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED"),
        List.of(Integer.toString(table.port()), ShardTable.database(objects)));
  }

  /// What a process needs to read a table.
  private record Reading(Path scratch, ShardTable table, int morayPort, int objects) {

    Measured start(Way way) throws IOException {
      int port = way == Way.MORAY ? morayPort : table.port();
      return Measured.startJava(
          READERS_CORE,
          ReadingProcess.class,
          FLAGS,
          List.of(
              way.name(),
              Integer.toString(port),
              ShardTable.database(objects),
              scratch.resolve("spotted").toString()));
    }

    /// Has a process read the table once.
    ///
    /// @return objects a second
    double rate(Measured process) throws IOException {
      process.tell("read");
      String[] answer = process.line().split(" ", 2);
      if (Integer.parseInt(answer[0]) != objects) {
        throw new IOException(answer[0] + " of " + objects + " objects were read");
      }
      return objects / Double.parseDouble(answer[1]);
    }
  }

  private static void rates(Reading reading, PrintStream output) throws Exception {
    output.printf(
        "Objects a second, %,d objects in a table of %,d MiB, %d rounds by turns after one to warm"
            + " up:%n",
        reading.objects(), reading.table().bytes(reading.objects()) >> 20, ROUNDS);
    List<Contender> contenders = new ArrayList<>();
    try {
      for (Way way : Way.values()) {
        Contender contender = new Contender(way, reading.start(way));
        contenders.add(contender);
        double _ = reading.rate(contender.process());
      }
      List<List<Double>> rounds =
          Rounds.byTurns(ROUNDS, contenders, (each, _) -> reading.rate(each.process()));
      double peer = Spread.of(rounds.getFirst(), Double::doubleValue).median();
      for (int each = 0; each < contenders.size(); each++) {
        Spread spread = Spread.of(rounds.get(each), Double::doubleValue);
        output.printf(
            Locale.ROOT,
            "%-40s %s, ratio %.2f%n",
            contenders.get(each).way(),
            spread,
            spread.median() / peer);
      }
    } finally {
      for (Contender contender : contenders) {
        contender.process().close();
      }
    }
  }

  private record Contender(Way way, Measured process) {}

  private static void memory(Reading reading, Way way, PrintStream output) throws IOException {
    try (Measured process = reading.start(way)) {
      double _ = reading.rate(process);
      output.printf(
          Locale.ROOT,
          "%-40s %,9d objects: %5.0f, %5.0f%n",
          way,
          reading.objects(),
          process.memoryMebibytes("VmRSS"),
          process.memoryMebibytes("VmHWM"));
    }
  }
}

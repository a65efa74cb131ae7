package atoll.bench.sharkspotter;

import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
import atoll.cueballpostgres.PostgresSettings;
import atoll.kit.Deadline;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.moray.MoraySeams;
import atoll.sharkspotter.Search;
import atoll.sharkspotter.SearchLimits;
import atoll.sharkspotter.SearchOrder;
import atoll.sharkspotter.SearchReport;
import atoll.sharkspotter.SearchSeams;
import atoll.sharkspotter.ShardNumbers;
import atoll.sharkspotter.direct.DirectLimits;
import atoll.sharkspotter.direct.DirectPlace;
import atoll.sharkspotter.direct.DirectShards;
import atoll.sharkspotter.files.ObjectFiles;
import atoll.sharkspotter.files.ObjectLine;
import atoll.sharkspotter.moray.MorayShardLimits;
import atoll.sharkspotter.moray.MorayShards;
import atoll.sharkspotter.source.Shards;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// A process that reads a shard once for each line it is told, and answers how many objects there
/// were and how many seconds it took. Arguments: the way, the port, the database, a file for what
/// is spotted.
final class ReadingProcess {

  private static final String SHARK = "1.stor.east.example.com";
  private static final ShardNumbers ONE = new ShardNumbers(1, 1);

  private final Way way;
  private final Endpoint server;
  private final String database;
  private final Path file;

  private ReadingProcess(List<String> arguments) {
    this.way = Way.valueOf(arguments.get(0));
    this.server = new Endpoint("127.0.0.1", Integer.parseInt(arguments.get(1)));
    this.database = arguments.get(2);
    this.file = Path.of(arguments.get(3));
  }

  public static void main(String[] arguments) throws Exception {
    ReadingProcess process = new ReadingProcess(List.of(arguments));
    BufferedReader told =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (told.readLine() != null) {
      long begin = System.nanoTime();
      long objects = process.read();
      System.out.println(objects + " " + (System.nanoTime() - begin) / 1e9);
    }
  }

  private long read() throws IOException, SQLException {
    return switch (way) {
      case COPY -> copied();
      case DIRECT, MORAY -> searched();
    };
  }

  private long copied() throws SQLException {
    try (var connection =
        DriverManager.getConnection(
            "jdbc:postgresql://" + server + "/" + database, "postgres", "")) {
      CopyOut copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY manta TO STDOUT");
      long rows = 0;
      while (copy.readFromCopy() != null) {
        rows++;
      }
      return rows;
    }
  }

  private long searched() throws IOException {
    RealClock clock = new RealClock();
    try (RealRunner runner = new RealRunner(Events.NONE);
        ObjectFiles files = ObjectFiles.appending(file, List.of(SHARK), ONE, ObjectLine.METADATA)) {
      SearchOrder order =
          SearchOrder.of(
              SHARK, ONE, way == Way.DIRECT ? DirectLimits.CHUNK : MorayShardLimits.CHUNK);
      try (Search search =
          Search.start(
              new SearchSeams(clock, runner, Events.NONE),
              order,
              SearchLimits.USUAL,
              shards(clock, runner),
              files)) {
        if (!search.await(Deadline.after(clock, Duration.ofMinutes(5)))) {
          throw new IOException("the search did not end");
        }
        SearchReport report = search.report();
        if (!report.isComplete()) {
          throw new IOException(String.join("\n", report.summary()));
        }
        return report.rows();
      }
    }
  }

  private Shards shards(RealClock clock, RealRunner runner) {
    if (way == Way.DIRECT) {
      return new DirectShards(
          new PoolSeams(
              clock, runner, new RealRandomness(), Events.NONE, new PoolMetrics(new Registry())),
          DirectLimits.USUAL,
          _ -> new DirectPlace(server, PostgresSettings.of("postgres", "", database)));
    }
    return new MorayShards(
        MoraySeams.counting(
            clock, new RealNet(), runner, new RealRandomness(), Events.NONE, new Registry()),
        MorayShardLimits.USUAL,
        _ -> server);
  }
}

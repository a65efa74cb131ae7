package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
import atoll.cueball.StaticResolver;
import atoll.cueballpostgres.PostgresSettings;
import atoll.fast.FastServer;
import atoll.fast.Seams;
import atoll.fast.json.Json;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.moray.BucketConfig;
import atoll.moray.Index;
import atoll.moray.MorayClient;
import atoll.moray.MorayLimits;
import atoll.moray.MorayOptions;
import atoll.moray.MoraySeams;
import atoll.morayembedded.MorayServer;
import atoll.morayembedded.store.Store;
import atoll.morayembedded.store.StoreSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sharkspotter` as a process of its own, over a real PostgreSQL whose databases `moray_1` and
/// `moray_2` hold 50 objects each, every fifth of them on the shark.
@SuppressWarnings("NullAway.Init") // JUnit starts the server before anything else.
class SharkspotterProgramTest {

  @TempDir private static Path data;
  private static EmbeddedPostgres server;

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().setDataDirectory(data.resolve("data")).start();
    create(1);
    create(2);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @AfterEach
  void close() {
    processes.forEach(Process::destroyForcibly);
  }

  private static void create(int shard) throws SQLException {
    run("postgres", "create database moray_" + shard);
    run(
        "moray_" + shard,
        "create table manta (_id bigint, _key text, _value text, _etag char(8), type text)",
        "create index on manta (_id)",
        """
        insert into manta select number, number, json_build_object(
            'key', '/o/stor/' || number, 'objectId', 'object-' || number, 'sharks',
            json_build_array(json_build_object('datacenter', 'dc1', 'manta_storage_id',
                number % 5 || '.stor.x.y')))::text, '0123ABCD', 'object'
        from generate_series(1, 50) number
        """);
  }

  private static void run(String database, String... commands) throws SQLException {
    try (Connection connection = server.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private record Ended(int code, String out, String err) {}

  private Process begin(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "sharkspotter", "-d", "x.y"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private Ended end(Process process) throws IOException, InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  private Ended spot(String... words) throws IOException, InterruptedException {
    return end(begin(words));
  }

  private Ended direct(String... words) throws IOException, InterruptedException {
    return end(beginDirect(words));
  }

  private Process beginDirect(String... words) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-x",
                "-D",
                "--postgres-address",
                "127.0.0.1:" + server.getPort(),
                "--postgres-database",
                "moray_{shard}"));
    all.addAll(List.of(words));
    return begin(all.toArray(String[]::new));
  }

  // ---- straight from PostgreSQL ----

  @Test
  void writesAFileForEachShardIntoAFolderForEachShark() throws Exception {
    Ended ended = direct("-s", "1.stor", "-s", "2.stor.x.y", "-M", "2", "-T");
    assertThat(ended.err()).contains("1.stor is taken for 1.stor.x.y").contains("search.attempts");
    assertThat(ended.out())
        .startsWith("complete: 2 of 2 shards to the end; 100 objects read, 40 spotted, 0 skipped");
    assertThat(ended.code()).isZero();
    for (String name : List.of("1.stor/shard_1.objs", "1.stor/shard_2.objs")) {
      assertThat(folder.resolve(name)).content().hasLineCount(10);
    }
    assertThat(folder.resolve("2.stor.x.y/shard_2.objs"))
        .content()
        .hasLineCount(10)
        .startsWith("{\"key\":\"/o/stor/2\",\"objectId\":\"object-2\",");

    Ended again = direct("-s", "1.stor");
    assertThat(again.code()).isEqualTo(Fault.CONFLICT.exitCode());
    assertThat(again.err()).contains("1.stor is there already");
  }

  @Test
  void aDeadShardIsToldAndTakenUpWithTheFlagsThatItSays() throws Exception {
    Ended ended = direct("-s", "1.stor", "-m", "2", "-M", "3", "-T", "-b", "20");
    assertThat(ended.out())
        .contains("shard 3: BROKEN:")
        .contains("moray_3")
        .contains("NOT COMPLETE: 1 of 2 shards to the end; 31 objects read")
        .contains(
            "to take it up, replace flags by: -m 3 -M 3 -b 20 -s 1.stor -f 1.stor/shard_3.objs");
    assertThat(ended.code()).isEqualTo(Fault.NOT_FOUND.exitCode());
    assertThat(folder.resolve("1.stor/shard_2.objs")).content().hasLineCount(6);
    assertThat(folder.resolve("1.stor/shard_3.objs")).isEmptyFile();

    create(3);
    try {
      Ended taken =
          direct("-m", "3", "-M", "3", "-b", "20", "-s", "1.stor", "-f", "1.stor/shard_3.objs");
      assertThat(taken.code()).isZero();
      assertThat(folder.resolve("1.stor/shard_3.objs")).content().hasLineCount(6);
    } finally {
      run("postgres", "drop database moray_3 with (force)");
    }
  }

  @Test
  void aBadRowIsToldAndTheExitCodeIsNotZero() throws Exception {
    create(4);
    try {
      run("moray_4", "update manta set _value = '{\"sharks\":' where _id = 6");
      Ended ended = direct("-s", "1.stor", "-m", "4", "-M", "4", "-f", "all", "-O");
      assertThat(ended.code()).isEqualTo(Fault.CORRUPT.exitCode());
      assertThat(ended.out())
          .contains("shard 4: complete; 50 objects read, 9 spotted, 1 skipped (ids [6])");
      assertThat(ended.err()).contains("row 6 is skipped").contains("not JSON");
      assertThat(folder.resolve("all"))
          .hasContent(
              """
              object-1
              object-11
              object-16
              object-21
              object-26
              object-31
              object-36
              object-41
              object-46
              """);
    } finally {
      run("postgres", "drop database moray_4 with (force)");
    }
  }

  @Test
  void aSignalEndsItWithASummary() throws Exception {
    try (Connection locking = server.getDatabase("postgres", "moray_1").getConnection();
        Statement statement = locking.createStatement()) {
      locking.setAutoCommit(false);
      statement.execute("lock table manta in access exclusive mode");
      Process process = beginDirect("-s", "1.stor", "-f", "all", "-b", "7");
      awaitWaiting();
      process.destroy();
      Ended ended = end(process);
      assertThat(ended.code()).isEqualTo(143);
      assertThat(ended.out())
          .contains("shard 1: stopped; 0 objects read")
          .contains("NOT COMPLETE")
          .contains("-m 1 -M 1 -b 7 -f all");
    }
  }

  /// Until the program waits for the lock.
  private static void awaitWaiting() throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      while (true) {
        try (var waiting =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where application_name = 'sharkspotter'"
                    + " and wait_event_type = 'Lock'")) {
          assertThat(waiting.next()).isTrue();
          if (waiting.getInt(1) > 0) {
            return;
          }
        }
        assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      }
    }
  }

  // ---- through moray ----

  @Test
  void asksMorayAndWhetherTheSharkExists() throws Exception {
    try (RealRunner runner = new RealRunner(Events.NONE);
        Store store =
            Store.postgres(
                new PoolSeams(
                    new RealClock(),
                    runner,
                    new RealRandomness(),
                    Events.NONE,
                    new PoolMetrics(new Registry())),
                new StaticResolver(new Endpoint("127.0.0.1", server.getPort())),
                PostgresSettings.of("postgres", "", "moray_1"),
                StoreSettings.USUAL);
        FastServer moray =
            MorayServer.start(
                new Seams(new RealClock(), new RealNet(), runner, Events.NONE),
                new Endpoint("127.0.0.1", 0),
                store)) {
      report(runner, moray.local(), "1.stor.x.y");
      String address = moray.local().toString();
      Ended ended = spot("-s", "1.stor", "--moray-address", address);
      assertThat(ended.out())
          .startsWith("complete: 1 of 1 shards to the end; 50 objects read, 10 spotted");
      assertThat(ended.code()).isZero();
      assertThat(folder.resolve("1.stor/shard_1.objs")).content().hasLineCount(10);

      Ended unknown = spot("-s", "2.stor", "--moray-address", address);
      assertThat(unknown.err()).contains("No shark with name \"2.stor.x.y\" found");
      assertThat(unknown.code()).isEqualTo(Fault.NOT_FOUND.exitCode());
      assertThat(folder.resolve("2.stor")).doesNotExist();

      Ended unchecked = spot("-x", "-s", "2.stor", "--moray-address", address, "-e", "20");
      assertThat(unchecked.code()).isZero();
      assertThat(folder.resolve("2.stor/shard_1.objs")).content().hasLineCount(4);
    }
  }

  private static void report(RealRunner runner, Endpoint moray, String shark) {
    MoraySeams seams =
        MoraySeams.counting(
            new RealClock(),
            new RealNet(),
            runner,
            new RealRandomness(),
            Events.NONE,
            new Registry());
    try (MorayClient client = MorayClient.at(moray, seams, MorayLimits.USUAL)) {
      client.putBucket(
          "manta_storage",
          BucketConfig.EMPTY.with("manta_storage_id", Index.STRING),
          MorayOptions.NONE);
      client.putObject(
          "manta_storage",
          shark,
          Json.parse("{\"manta_storage_id\":\"" + shark + "\"}"),
          MorayOptions.NONE);
    }
  }

  // ---- words ----

  private static Ended refused(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("sharkspotter"));
    all.addAll(List.of(words));
    int code = Main.run(all, new PrintWriter(out), new PrintWriter(err));
    return new Ended(code, out.toString(), err.toString());
  }

  @Test
  void withoutAWordItPrintsItsFlags() {
    Ended ended = refused();
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("--min_shard").contains("--min-shard").contains("--domain");
  }

  @Test
  void whatIsMissingOrUnknownIsSaidInTheOldSentences() {
    assertThat(refused("-T").err())
        .contains("error: The following required arguments were not provided:")
        .contains("--domain <MORAY_DOMAIN>")
        .contains("--shark <STORAGE_ID>");
    assertThat(refused("-d", "x").err())
        .contains("error: The following required arguments were not provided:")
        .contains("--shark <STORAGE_ID>")
        .doesNotContain("--domain <");
    assertThat(refused("-s", "1.stor").err()).contains("--domain <MORAY_DOMAIN>");
    assertThat(refused("-d", "x", "-s", "1.stor", "-z").err())
        .contains(
            "error: Found argument '-z' which wasn't expected, or isn't valid in this context");
    assertThat(refused("-d", "x", "-s", "1.stor", "-t", "3").err())
        .contains("error: The following required arguments were not provided:")
        .contains("--multithreaded");
    assertThat(refused("-d", "x", "-s", "1.stor", "-z").code()).isEqualTo(2);
  }

  @Test
  void helpAndVersionAreNoErrors() {
    assertThat(refused("--help").code()).isZero();
    assertThat(refused("-h").out()).contains("--max-threads");
    assertThat(refused("-V").out()).startsWith("sharkspotter ");
    assertThat(refused("-V").code()).isZero();
  }
}

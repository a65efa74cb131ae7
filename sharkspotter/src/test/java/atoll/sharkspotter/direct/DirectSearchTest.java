package atoll.sharkspotter.direct;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cueball.PoolSeams;
import atoll.cueballpostgres.PostgresSettings;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealNet;
import atoll.sharkspotter.Search;
import atoll.sharkspotter.SearchContract;
import atoll.sharkspotter.SearchLimits;
import atoll.sharkspotter.SearchOrder;
import atoll.sharkspotter.SearchReport;
import atoll.sharkspotter.SearchSeams;
import atoll.sharkspotter.ShardEnd;
import atoll.sharkspotter.ShardNumbers;
import atoll.sharkspotter.ShardReport;
import atoll.sharkspotter.Spotting;
import atoll.sharkspotter.files.ObjectFiles;
import atoll.sharkspotter.files.ObjectLine;
import atoll.sharkspotter.ids.IdRange;
import atoll.sharkspotter.row.Spotted;
import atoll.sharkspotter.source.Shards;
import atoll.sim.ShownExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Searches straight in a real PostgreSQL.
class DirectSearchTest extends SearchContract {

  private static DirectPlace place(int shard) {
    return new DirectPlace(
        new Endpoint("127.0.0.1", database.port()),
        PostgresSettings.of("postgres", "", "moray_" + shard));
  }

  @Override
  protected Shards shards() {
    return shards(DirectLimits.USUAL.withConnect(Duration.ofSeconds(2)), DirectSearchTest::place);
  }

  /// The server may long have sent all of a range.
  @Override
  protected String victims() {
    return "true";
  }

  private Shards shards(DirectLimits limits, IntFunction<DirectPlace> places) {
    return new DirectShards(seams(), limits, places);
  }

  @Test
  void aTableWithoutAnIndexIsReadAllTheSame() throws SQLException {
    database.create(1, "_id bigint");
    database.fill(1, "_id", 1, 40);
    assertThat(search(order(1)).isComplete()).isTrue();
    assertThat(ids()).isEqualTo(expected(LongStream.rangeClosed(1, 40)));
    assertThat(events.of("sharkspotter.shard.unindexed")).hasSize(1);
  }

  /// The driver itself would give such a row's whole result up.
  @Test
  void bytesThatAreNoTextSpoilTheirRowAlone() throws SQLException {
    database.administer(
        "create database moray_5 encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'"
            + " template template0");
    database.in(
        5,
        "create table manta (_id bigint, _key text, _value text, _etag char(8), type text)",
        "create index on manta (_id)");
    database.fill(5, "_id", 1, 10);
    database.in(
        5, "update manta set _value = replace(_value, '/o/stor/5', E'\\xFF') where _id = 5");
    SearchReport report = search(SearchOrder.of(SHARK, new ShardNumbers(5, 5), 7));
    assertThat(report.shards().getFirst().skippedIds()).containsExactly(5L);
    assertThat(ids()).containsExactly(1L, 6L, 10L);
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() throws SQLException {
    events.expect("sharkspotter.shard.ended");
    createIndexed(1);
    try (Connection locking = database.connect("moray_1")) {
      locking.setAutoCommit(false);
      try (var statement = locking.createStatement()) {
        statement.execute("lock table manta in access exclusive mode");
      }
      SearchReport report =
          search(
              order(1),
              shards(
                  DirectLimits.USUAL.withSilence(Duration.ofMillis(300)), DirectSearchTest::place),
              this::take);
      assertThat(report.fault()).contains(Fault.TIMEOUT);
    }
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() {
    events.expect("sharkspotter.shard.ended");
    try (var silent = new RealNet().listen(new Endpoint("127.0.0.1", 0))) {
      SearchReport report =
          search(
              order(1),
              shards(
                  DirectLimits.USUAL.withConnect(Duration.ofMillis(700)),
                  shard -> new DirectPlace(silent.local(), place(shard).login())),
              this::take);
      assertThat(report.fault().orElseThrow()).isIn(Fault.TIMEOUT, Fault.UNREACHABLE);
      assertThat(report.shards().getFirst().resumeFrom()).hasValue(0);
    }
  }

  @Test
  void aSearchThatIsStoppedIsTakenUpWithoutALineTwice(@TempDir Path target)
      throws SQLException, IOException {
    createIndexed(1);
    database.fill(1, "_id", 1, 20_000);
    Path file = target.resolve("spotted");
    SearchOrder order = SearchOrder.of(SHARK, new ShardNumbers(1, 1), 10_000);
    ShardReport stopped = searchInto(file, order, 1_000);
    assertThat(stopped.end()).isEqualTo(new ShardEnd.Stopped());
    assertThat(Files.readAllLines(file)).hasSize((int) stopped.spotted());
    long from = stopped.resumeFrom().orElseThrow();
    assertThat(from).isBetween(1_000L, 20_000L);
    searchInto(file, order.withIds(new IdRange(from, Long.MAX_VALUE)), Long.MAX_VALUE);
    assertThat(Files.readAllLines(file)).hasSize(8_000).doesNotHaveDuplicates();
  }

  /// Stops the search, from without, once it has come to an id.
  private ShardReport searchInto(Path file, SearchOrder order, long until) {
    CountDownLatch reached = new CountDownLatch(1);
    try (ObjectFiles files =
            ObjectFiles.appending(file, order.sharks(), order.shards(), ObjectLine.OBJECT_ID);
        Search search =
            Search.start(
                new SearchSeams(CLOCK, runner, events),
                order,
                SearchLimits.USUAL,
                shards(),
                new Spotting() {
                  @Override
                  public Reply spotted(Spotted object) {
                    if (object.id() >= until) {
                      reached.countDown();
                    }
                    return files.spotted(object);
                  }

                  @Override
                  public void settle(int shard) {
                    files.settle(shard);
                  }
                })) {
      while (!search.await(Deadline.after(CLOCK, Duration.ofMillis(1)))) {
        if (reached.getCount() == 0) {
          search.stop();
        }
      }
      return search.report().shards().getFirst();
    }
  }

  @Test
  void theReadmeShowsTheExampleThatRunsHere() throws IOException {
    ShownExample.assertInReadme(ReadmeExample.class);
  }

  @Test
  void theExampleOfTheReadmeWritesFiles(@TempDir Path target) throws SQLException {
    createIndexed(1);
    createIndexed(2);
    database.fill(1, "_id", 1, 5);
    database.fill(2, "_id", 1, 1);
    PoolSeams seams = seams();
    SearchReport report =
        ReadmeExample.spot(DirectSearchTest::place, seams, target.resolve("1.stor"), this::soon);
    assertThat(report.isComplete()).isTrue();
    assertThat(target.resolve("1.stor/shard_1.objs")).content().hasLineCount(2);
    assertThat(target.resolve("1.stor/shard_2.objs"))
        .content()
        .startsWith("{\"dirname\" : \"/o/stor\"".replace(" ", ""))
        .hasLineCount(1);
  }
}

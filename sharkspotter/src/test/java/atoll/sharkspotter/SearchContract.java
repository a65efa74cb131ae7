package atoll.sharkspotter;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.sharkspotter.ids.IdRange;
import atoll.sharkspotter.row.Spotted;
import atoll.sharkspotter.source.Shards;
import atoll.sim.RecordingEvents;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every way to the shards must find in a real PostgreSQL. A test class per way extends this.
@SuppressWarnings("NullAway.Init") // JUnit starts the server before anything else.
public abstract class SearchContract {

  protected static final String SHARK = "1.stor.x";
  protected static final RealClock CLOCK = new RealClock();

  @TempDir private static Path folder;
  protected static MantaDatabase database;

  protected final RecordingEvents events = new RecordingEvents();
  protected final RealRunner runner = new RealRunner(events);
  protected final List<Spotted> spotted = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void start() throws Exception {
    database = MantaDatabase.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @AfterEach
  void close() {
    runner.close();
    events.close();
  }

  /// The way to the database's shards.
  protected abstract Shards shards();

  protected static SearchOrder order(int shards) {
    return SearchOrder.of(SHARK, new ShardNumbers(1, shards), 7);
  }

  protected PoolSeams seams() {
    return new PoolSeams(
        CLOCK, runner, new RealRandomness(), events, new PoolMetrics(new Registry()));
  }

  protected SearchReport search(SearchOrder order, Shards shards, Spotting spotting) {
    try (Search search =
        Search.start(
            new SearchSeams(CLOCK, runner, events),
            order,
            new SearchLimits(3, Duration.ofMillis(10), 10),
            shards,
            spotting)) {
      assertThat(search.await(soon())).isTrue();
      return search.report();
    }
  }

  protected SearchReport search(SearchOrder order, Spotting spotting) {
    return search(order, shards(), spotting);
  }

  protected SearchReport search(SearchOrder order) {
    return search(order, this::take);
  }

  protected Deadline soon() {
    return Deadline.after(CLOCK, Duration.ofSeconds(60));
  }

  protected Spotting.Reply take(Spotted object) {
    spotted.add(object);
    return Spotting.Reply.MORE;
  }

  protected List<Long> ids() {
    return spotted.stream().map(Spotted::id).toList();
  }

  /// Objects whose number leaves 0 or 1 when divided by five lie on the shark.
  protected static List<Long> expected(LongStream numbers) {
    return numbers.filter(number -> number % 5 <= 1).boxed().toList();
  }

  protected void createIndexed(int shard) throws SQLException {
    database.create(shard, "_id bigint");
    database.in(shard, "create index on manta (_id)");
  }

  /// What each column holds: nothing at all (`none`: there is no such column; `empty`: it is null
  /// in every row), or ids from one to another.
  @ParameterizedTest
  @CsvSource({
    "_id bigint,                1-40,   none",
    "_id integer,               1-40,   none",
    "_idx bigint,               none,   1-40",
    "_id integer;_idx bigint,   1-40,   empty",
    "_id integer;_idx bigint,   empty,  1-40",
    "_id integer;_idx bigint,   1-40,   41-90",
    "_id integer;_idx bigint,   1-40,   2147483648-2147483700",
    "_id bigint;_idx bigint,    1-40,   21-60",
    "_id bigint;_idx bigint,    21-60,  1-40",
    "_id bigint;_idx bigint,    1-60,   20-40",
    "_id integer;_idx bigint,   20-40,  1-60",
    "_id integer;_idx bigint,   empty,  empty",
    "_id bigint,                empty,  none",
  })
  void everyObjectIsFoundWhicheverColumnNumbersIt(String columns, String id, String idx)
      throws SQLException {
    database.create(1, columns.replace(';', ','));
    LongStream all = LongStream.empty();
    for (Map.Entry<String, String> each : Map.of("_id", id, "_idx", idx).entrySet()) {
      if (columns.contains(each.getKey() + " ")) {
        database.in(1, "create index on manta (" + each.getKey() + ")");
      }
      if (each.getValue().contains("-")) {
        long first = Long.parseLong(each.getValue().replaceAll("-.*", ""));
        long last = Long.parseLong(each.getValue().replaceAll(".*-", ""));
        database.fill(1, each.getKey(), first, last);
        all = LongStream.concat(all, LongStream.rangeClosed(first, last));
      }
    }
    List<Long> everything = all.sorted().boxed().toList();
    SearchReport report = search(order(1));
    assertThat(report.summary()).singleElement().asString().startsWith("complete: ");
    assertThat(report.rows()).isEqualTo(everything.size());
    assertThat(ids())
        .isEqualTo(expected(everything.stream().mapToLong(Long::longValue)))
        .isSorted();

    spotted.clear();
    search(order(1).withIds(new IdRange(13, 33)));
    assertThat(ids())
        .isEqualTo(
            expected(
                everything.stream().mapToLong(Long::longValue).filter(n -> n >= 13 && n <= 33)));
  }

  @Test
  void aRowWithBothIdsIsToldOnce() throws SQLException {
    database.create(1, "_id integer, _idx bigint");
    database.in(1, "create index on manta (_id)", "create index on manta (_idx)");
    database.fill(1, "_id", 1, 10);
    database.in(1, "update manta set _idx = _id + 3 where _id <= 5");
    database.fill(1, "_idx", 11, 20);
    assertThat(search(order(1)).rows()).isEqualTo(20);
    assertThat(ids()).isEqualTo(expected(LongStream.rangeClosed(1, 20)));
  }

  @Test
  void aTableWithNeitherColumnIsAFault() throws SQLException {
    events.expect("sharkspotter.shard.ended");
    database.create(1, "");
    database.insert(1, "_key, type", "'k', 'object'");
    assertThat(search(order(1)).fault()).contains(Fault.UNSUPPORTED);
  }

  @Test
  void whatIsSpottedCarriesItsMetadataAndItsEtag() throws SQLException {
    createIndexed(1);
    String value =
        "{\"key\":\"/o/stor/é𝄞\",\"objectId\":\"x\",\"mtime\":1.0,"
            + "\"sharks\":[{\"manta_storage_id\":\"1.stor.x\"}]}";
    database.insert(
        1, "_id, _key, _value, _etag, type", "7, 'k', '" + value + "', '561BACAF', 'object'");
    database.insert(
        1, "_id, _key, _value, _etag, type", "8, 'd', '" + value + "', '561BACAF', 'directory'");
    search(order(1));
    assertThat(spotted).singleElement().hasToString(value);
    Spotted only = spotted.getFirst();
    assertThat(only.etag()).isEqualTo("561BACAF");
    assertThat(only.shard()).isEqualTo(1);
    assertThat(only.shark()).isEqualTo(SHARK);
    assertThat(only.id()).isEqualTo(7);
    assertThat(only.objectId()).contains("x");
  }

  @Test
  void anObjectOnTwoWantedSharksIsToldTwice() throws SQLException {
    createIndexed(1);
    database.fill(1, "_id", 1, 5);
    search(
        new SearchOrder(
            List.of("1.stor.x", "2.stor.x"), new ShardNumbers(1, 1), IdRange.ALL, 3, 1));
    assertThat(spotted.stream().map(each -> each.id() + " " + each.shark()))
        .containsExactly("1 1.stor.x", "1 2.stor.x", "2 2.stor.x", "5 1.stor.x");
  }

  @Test
  void badRowsAreReportedAndSkipped() throws SQLException {
    createIndexed(1);
    database.fill(1, "_id", 1, 40);
    database.in(
        1,
        "update manta set _value = null where _id = 5",
        "update manta set _value = left(_value, 60) where _id = 11",
        "update manta set _etag = null where _id = 16",
        "update manta set _value = '{}' where _id = 22");
    SearchReport report = search(order(1));
    assertThat(report.shards().getFirst().skippedIds()).containsExactly(5L, 11L, 16L, 22L);
    assertThat(report.rows()).isEqualTo(40);
    assertThat(report.fault()).contains(Fault.CORRUPT);
    List<Long> others = new ArrayList<>(expected(LongStream.rangeClosed(1, 40)));
    others.removeAll(List.of(5L, 11L, 16L, 22L));
    assertThat(ids()).isEqualTo(others);
  }

  @Test
  void shardsAreSearchedBesideEachOtherAndADeadOneSpoilsNone() throws SQLException {
    events.expect("sharkspotter.shard.ended");
    for (int shard : new int[] {1, 2, 4}) {
      createIndexed(shard);
      database.fill(shard, "_id", 1, shard * 100L);
    }
    Map<Integer, Long> found = new ConcurrentHashMap<>();
    SearchReport report =
        search(
            order(4).withAtATime(4),
            object -> {
              found.merge(object.shard(), 1L, Long::sum);
              return Spotting.Reply.MORE;
            });
    assertThat(found).isEqualTo(Map.of(1, 40L, 2, 80L, 4, 160L));
    assertThat(report.shards().stream().map(each -> each.end() instanceof ShardEnd.Complete))
        .containsExactly(true, true, false, true);
    assertThat(report.shards().get(2).end()).asString().contains("shard 3");
    assertThat(report.fault().orElseThrow()).isIn(Fault.NOT_FOUND, Fault.UNREACHABLE);
  }

  @Test
  void aConnectionThatTheServerEndsIsReplacedAndNoRowIsLostOrToldTwice() throws SQLException {
    createIndexed(1);
    database.fill(1, "_id", 1, 20_000);
    SearchReport report =
        search(
            SearchOrder.of(SHARK, new ShardNumbers(1, 1), 10_000),
            object -> {
              if (object.id() == 1_000 || object.id() == 12_345) {
                endConnections();
              }
              return take(object);
            });
    assertThat(report.isComplete()).isTrue();
    assertThat(ids()).isEqualTo(expected(LongStream.rangeClosed(1, 20_000)));
    assertThat(events.of("sharkspotter.attempt.failed")).isNotEmpty();
  }

  private void endConnections() {
    try {
      database.administer(
          "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
              + " where datname = 'moray_1' and "
              + victims());
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  /// Which connections to a database a break ends.
  protected abstract String victims();

  @Test
  void aMissingTableIsNamed() throws SQLException {
    events.expect("sharkspotter.shard.ended");
    createIndexed(1);
    database.in(1, "drop table manta");
    SearchReport report = search(order(1));
    assertThat(report.fault().orElseThrow()).isIn(Fault.NOT_FOUND, Fault.IO);
    assertThat(report.shards().getFirst().toString()).contains("manta").contains("shard 1");
  }

  @Test
  void whoeverHasEnoughEndsAReadingThatIsUnderWay() throws SQLException {
    createIndexed(1);
    database.fill(1, "_id", 1, 20_000);
    SearchReport report =
        search(
            SearchOrder.of(SHARK, new ShardNumbers(1, 1), 100_000),
            object -> {
              spotted.add(object);
              return spotted.size() == 10 ? Spotting.Reply.ENOUGH : Spotting.Reply.MORE;
            });
    assertThat(spotted).hasSize(10);
    assertThat(report.fault()).isEmpty();
    assertThat(report.shards().getFirst().resumeFrom()).hasValue(spotted.getLast().id() + 1);
  }
}

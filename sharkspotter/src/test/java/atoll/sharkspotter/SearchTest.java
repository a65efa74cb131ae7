package atoll.sharkspotter;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.progress.Progress;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import atoll.sharkspotter.ids.IdRange;
import atoll.sharkspotter.row.Spotted;
import atoll.sharkspotter.source.Shards;
import atoll.sim.RecordingEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a search makes of shards that answer, break, or make no sense.
class SearchTest {

  private static final SearchLimits LIMITS = new SearchLimits(3, Duration.ZERO, 2);

  private final RealClock clock = new RealClock();
  private final RecordingEvents events = new RecordingEvents().expect("sharkspotter.shard.ended");
  private final RealRunner runner = new RealRunner(events);
  private final Map<Integer, ScriptedShard> shards = new TreeMap<>();
  private final List<Long> spotted = new ArrayList<>();

  /// How many ids had been spotted whenever a shard was settled.
  private final List<Integer> settled = new ArrayList<>();

  @AfterEach
  void close() {
    runner.close();
    events.close();
  }

  private ScriptedShard shard(int number) {
    return shards.computeIfAbsent(number, _ -> new ScriptedShard());
  }

  private Shards all() {
    return number -> {
      ScriptedShard shard = shards.get(number);
      if (shard == null) {
        throw new AtollException(Fault.UNREACHABLE, "nobody answers for shard " + number);
      }
      return shard;
    };
  }

  private SearchOrder order() {
    return SearchOrder.of(ScriptedShard.SHARK, new ShardNumbers(1, 1), 10);
  }

  private Search start(SearchOrder order, Spotting spotting) {
    return Search.start(new SearchSeams(clock, runner, events), order, LIMITS, all(), spotting);
  }

  private SearchReport search(SearchOrder order, Spotting spotting) {
    try (Search search = start(order, spotting)) {
      assertThat(search.await(Deadline.after(clock, Duration.ofSeconds(30)))).isTrue();
      return search.report();
    }
  }

  private SearchReport search(SearchOrder order) {
    return search(
        order,
        new Spotting() {
          @Override
          public synchronized Reply spotted(Spotted object) {
            spotted.add(object.id());
            return Reply.MORE;
          }

          @Override
          public synchronized void settle(int shard) {
            settled.add(spotted.size());
          }
        });
  }

  private static ShardReport only(SearchReport report) {
    assertThat(report.shards()).hasSize(1);
    return report.shards().getFirst();
  }

  // ---- whole shards ----

  @Test
  void everyObjectOfEveryShardIsSpotted() {
    shard(1).with(1).with(2).with(11);
    shard(2).with(5);
    shard(3);
    SearchReport report = search(SearchOrder.of(ScriptedShard.SHARK, new ShardNumbers(1, 3), 10));
    assertThat(spotted).containsExactly(1L, 2L, 11L, 5L);
    assertThat(report.isComplete()).isTrue();
    assertThat(report.fault()).isEmpty();
    assertThat(report.rows()).isEqualTo(4);
    assertThat(shards.values()).allMatch(shard -> shard.closed);
    assertThat(report.summary())
        .singleElement()
        .asString()
        .startsWith("complete: 3 of 3 shards to the end; 4 objects read, 4 spotted, 0 skipped");
  }

  @Test
  void aHoleCostsOneQuestion() {
    shard(1).with(1).with(1_000_000_000_000L);
    search(order());
    assertThat(spotted).containsExactly(1L, 1_000_000_000_000L);
    assertThat(shard(1).asked)
        .containsExactly(
            "least from 0",
            "_id 1 to 10",
            "_id 11 to 20",
            "least from 21",
            "_id 1000000000000 to 1000000000000");
  }

  @Test
  void onlyTheIdsThatAreWantedAreRead() {
    for (long id = 1; id <= 30; id++) {
      shard(1).with(id);
    }
    SearchReport report = search(order().withIds(new IdRange(7, 18)));
    assertThat(spotted).hasSize(12).startsWith(7L).endsWith(18L);
    assertThat(shard(1).asked).containsExactly("least from 7", "_id 7 to 16", "_id 17 to 18");
    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void aTableWithoutAnIndexIsReadInOnePiece() {
    shard(1).with(1).with(500);
    shard(1).inRanges = false;
    search(order());
    assertThat(shard(1).asked).containsExactly("least from 0", "_id 1 to 500");
    assertThat(events.of("sharkspotter.shard.unindexed")).hasSize(1);
  }

  // ---- bad rows ----

  @Test
  void aBadRowIsReportedAndSkippedAndTheOthersAreNot() {
    shard(1).with(1).with(2, "{\"sharks\":").with(3).with(4, "null").with(5, "").with(6);
    SearchReport report = search(order());
    assertThat(spotted).containsExactly(1L, 3L, 6L);
    assertThat(only(report).end()).isEqualTo(new ShardEnd.Complete());
    assertThat(only(report).rows()).isEqualTo(6);
    assertThat(only(report).skipped()).isEqualTo(3);
    assertThat(only(report).skippedIds()).containsExactly(2L, 4L);
    assertThat(report.isComplete()).isFalse();
    assertThat(report.fault()).contains(Fault.CORRUPT);
    assertThat(report.summary())
        .hasSize(2)
        .first()
        .asString()
        .contains("3 skipped (ids [2, 4] and more)");
    assertThat(events.of("sharkspotter.row.skipped")).hasSize(3);
  }

  @Test
  void anObjectThatIsOfNoUseCountsAsBad() {
    shard(1).with(1);
    SearchReport report = search(order(), _ -> Spotting.Reply.UNUSABLE);
    assertThat(only(report).skippedIds()).containsExactly(1L);
    assertThat(only(report).spotted()).isZero();
    assertThat(report.fault()).contains(Fault.CORRUPT);
  }

  // ---- breaks ----

  @Test
  void aRangeThatBreaksIsReadOnFromWhereItBroke() {
    for (long id = 1; id <= 9; id++) {
      shard(1).with(id);
    }
    shard(1).breaks.addAll(List.of(4, 0, 3, 0));
    SearchReport report = search(order());
    assertThat(spotted).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(shard(1).asked)
        .containsExactly(
            "least from 0", "_id 1 to 9", "_id 4 to 9", "_id 4 to 9", "_id 6 to 9", "_id 6 to 9");
    assertThat(report.isComplete()).isTrue();
    assertThat(report.rows()).isEqualTo(9);
    assertThat(events.of("sharkspotter.attempt.failed")).hasSize(4);
  }

  @Test
  void aShardThatStaysBrokenSaysFromWhereToTakeItUp() {
    for (long id = 1; id <= 9; id++) {
      shard(1).with(id);
    }
    shard(1).breaks.addAll(List.of(4, 0, 0, 0));
    SearchReport report = search(order());
    assertThat(spotted).containsExactly(1L, 2L, 3L);
    assertThat(only(report).end())
        .isEqualTo(new ShardEnd.Broken(Fault.UNREACHABLE, "the line went dead"));
    assertThat(only(report).resumeFrom()).hasValue(4);
    assertThat(report.isComplete()).isFalse();
    assertThat(report.fault()).contains(Fault.UNREACHABLE);

    search(order().withIds(new IdRange(4, Long.MAX_VALUE)));
    assertThat(spotted).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void rowsWithTheSameIdAreNeitherForgottenNorToldTwice() {
    shard(1).with(1).with(2).with(2).with(2).with(3);
    shard(1).breaks.addAll(List.of(2, 2));
    search(order());
    assertThat(spotted).containsExactly(1L, 2L, 2L, 2L, 3L);
  }

  @Test
  void whatNoAttemptCanMendIsNotTriedAgain() {
    shard(1).with(1);
    shard(1).fault = Fault.DENIED;
    shard(1).breaks.add(0);
    assertThat(search(order()).fault()).contains(Fault.DENIED);
    assertThat(events.of("sharkspotter.attempt.failed")).isEmpty();
  }

  @Test
  void aDeadShardChangesNothingOfTheOthers() {
    shard(1).with(1);
    shard(3).with(3);
    SearchReport report =
        search(SearchOrder.of(ScriptedShard.SHARK, new ShardNumbers(1, 3), 10).withAtATime(3));
    assertThat(spotted).containsExactlyInAnyOrder(1L, 3L);
    assertThat(report.shards().get(0).end()).isEqualTo(new ShardEnd.Complete());
    assertThat(report.shards().get(1).end()).isInstanceOf(ShardEnd.Broken.class);
    assertThat(report.shards().get(1).resumeFrom()).hasValue(0);
    assertThat(report.shards().get(2).end()).isEqualTo(new ShardEnd.Complete());
    assertThat(report.fault()).contains(Fault.UNREACHABLE);
    assertThat(report.summary())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("NOT COMPLETE: 2 of 3 shards");
  }

  @Test
  void anAnswerOutOfOrderIsCorrupt() {
    shard(1).with(5).with(3);
    assertThat(search(order()).fault()).contains(Fault.CORRUPT);
  }

  // ---- whoever takes what is spotted ----

  @Test
  void whoeverHasEnoughEndsTheSearchWithoutAFault() {
    for (long id = 1; id <= 25; id++) {
      shard(1).with(id);
    }
    shard(2).with(1);
    SearchReport report =
        search(
            SearchOrder.of(ScriptedShard.SHARK, new ShardNumbers(1, 2), 10),
            object -> {
              spotted.add(object.id());
              return object.id() == 12 ? Spotting.Reply.ENOUGH : Spotting.Reply.MORE;
            });
    assertThat(spotted).hasSize(12);
    assertThat(report.fault()).isEmpty();
    assertThat(report.isComplete()).isFalse();
    assertThat(report.shards().get(0).end()).isEqualTo(new ShardEnd.Stopped());
    assertThat(report.shards().get(0).resumeFrom()).hasValue(13);
    assertThat(report.shards().get(1).resumeFrom()).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void whatNobodyWantedAnyMoreIsToldAgainWhenTheSearchIsTakenUp() {
    shard(1).with(1).with(2).with(2).with(3);
    SearchReport report =
        search(
            order(),
            object -> {
              spotted.add(object.id());
              return object.id() == 2 ? Spotting.Reply.ENOUGH : Spotting.Reply.MORE;
            });
    assertThat(spotted).containsExactly(1L, 2L);
    assertThat(only(report).resumeFrom()).hasValue(2);
  }

  @Test
  void whatCannotBeDeliveredIsNotCalledDelivered() {
    for (long id = 1; id <= 25; id++) {
      shard(1).with(id);
    }
    SearchReport report =
        search(
            order(),
            object -> {
              if (object.id() == 15) {
                throw new AtollException(Fault.NO_SPACE, "the disk is full");
              }
              return Spotting.Reply.MORE;
            });
    assertThat(report.fault()).contains(Fault.NO_SPACE);
    assertThat(only(report).resumeFrom()).hasValue(11);
    assertThat(events.of("sharkspotter.attempt.failed")).isEmpty();
  }

  @Test
  void aBugOfTheTakerEndsItsShardAlone() {
    shard(1).with(1);
    shard(2).with(2);
    SearchReport report =
        search(
            SearchOrder.of(ScriptedShard.SHARK, new ShardNumbers(1, 2), 10),
            object -> {
              if (object.shard() == 1) {
                throw new IllegalStateException("oops");
              }
              return Spotting.Reply.MORE;
            });
    assertThat(report.fault()).contains(Fault.BUG);
    assertThat(report.shards().get(1).spotted()).isEqualTo(1);
    assertThat(report.shards().get(1).end()).isEqualTo(new ShardEnd.Complete());
  }

  @Test
  void aRangeIsSettledBeforeItCountsAsDelivered() {
    for (long id = 1; id <= 25; id++) {
      shard(1).with(id);
    }
    search(order());
    assertThat(settled).containsExactly(10, 20, 25);
  }

  @Test
  void aSearchThatIsToldToStopSaysWhatIsLeft() {
    for (long id = 1; id <= 25; id++) {
      shard(1).with(id);
    }
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try (Search search =
        start(
            order(),
            object -> {
              if (object.id() == 13) {
                reached.countDown();
                awaitUninterruptibly(stopped);
              }
              return Spotting.Reply.MORE;
            })) {
      awaitUninterruptibly(reached);
      assertThat(search.report().shards().getFirst().end()).isEqualTo(new ShardEnd.Stopped());
      Progress half = search.progress();
      assertThat(half.done()).isEqualTo(10);
      assertThat(half.total()).isEqualTo(25);
      search.stop();
      stopped.countDown();
      assertThat(search.await(Deadline.after(clock, Duration.ofSeconds(30)))).isTrue();
      ShardReport report = only(search.report());
      assertThat(report.end()).isEqualTo(new ShardEnd.Stopped());
      assertThat(report.resumeFrom()).hasValue(14);
      assertThat(search.report().fault()).isEmpty();
    }
  }

  /// In bounded time; the interruption of the work that waits is kept for later.
  private void awaitUninterruptibly(CountDownLatch latch) {
    Deadline deadline = Deadline.after(clock, Duration.ofSeconds(30));
    while (latch.getCount() > 0) {
      assertThat(deadline.hasPassed(clock)).as("waited in vain").isFalse();
      Thread.onSpinWait();
    }
  }

  @Test
  void theProgressOfShardsThatHaveNotBegunIsEstimated() {
    for (long id = 1; id <= 20; id++) {
      shard(1).with(id);
      shard(2).with(id);
    }
    List<Long> totals = new ArrayList<>();
    Search[] search = new Search[1];
    CountDownLatch started = new CountDownLatch(1);
    search[0] =
        start(
            SearchOrder.of(ScriptedShard.SHARK, new ShardNumbers(1, 2), 10),
            _ -> {
              awaitUninterruptibly(started);
              totals.add(search[0].progress().total());
              return Spotting.Reply.MORE;
            });
    started.countDown();
    assertThat(search[0].await(Deadline.after(clock, Duration.ofSeconds(30)))).isTrue();
    assertThat(totals).isNotEmpty().containsOnly(40L);
    assertThat(search[0].progress().done()).isEqualTo(40);
  }
}

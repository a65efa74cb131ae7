package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SyncRoundTest {

  private static final long PATIENCE_SECONDS = 20;

  private final List<String> done = new ArrayList<>();
  private final ArrayDeque<Runnable> helpers = new ArrayDeque<>();

  private List<Runnable> syncs() {
    return List.of(() -> done.add("data"), () -> done.add("index"), () -> done.add("what follows"));
  }

  @Test
  void withoutAFreeThreadWhoeverBeganDoesAll() {
    SyncRound round = new SyncRound(syncs());

    assertThat(round.run(helpers::add, () -> done.add("then"))).isTrue();
    helpers.forEach(Runnable::run);

    assertThat(done).containsExactly("data", "index", "what follows");
    assertThat(helpers).hasSize(2);
  }

  @Test
  void aThreadThatDoesAllAtOnceLeavesNothing() {
    Executor here = Runnable::run;

    assertThat(new SyncRound(syncs()).run(here, () -> done.add("then"))).isTrue();

    assertThat(done).containsExactly("data", "index", "what follows");
  }

  @Test
  void noThreadAtAllIsNoFailure() {
    SyncRound round = new SyncRound(syncs());
    Executor none =
        work -> {
          throw new RejectedExecutionException("ended");
        };

    assertThat(round.run(none, () -> done.add("then"))).isTrue();

    assertThat(done).hasSize(3);
    assertThat(round.failure()).isNull();
  }

  @Test
  void allAreUnderWayAtOnceAndWhoeverEndsLastGoesOn() throws Exception {
    Thread beginner = Thread.currentThread();
    CountDownLatch both = new CountDownLatch(2);
    CountDownLatch gone = new CountDownLatch(1);
    CompletableFuture<String> then = new CompletableFuture<>();
    Runnable sync =
        () -> {
          both.countDown();
          await(both);
          if (!Thread.currentThread().equals(beginner)) {
            await(gone);
          }
        };
    try (ExecutorService helper = Executors.newSingleThreadExecutor()) {
      boolean ended = new SyncRound(List.of(sync, sync)).run(helper, () -> then.complete("then"));
      gone.countDown();

      assertThat(ended).isFalse();
      assertThat(then.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("then");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFailureIsKeptAndTheOtherSyncsAreDone() {
    Runnable fails =
        () -> {
          throw new AtollException(Fault.IO, "the disk says no");
        };
    SyncRound round = new SyncRound(List.of(fails, () -> done.add("index")));

    assertThat(round.run(helpers::add, () -> done.add("then"))).isTrue();

    assertThat(done).containsExactly("index");
    assertThat(round.failure()).hasMessage("the disk says no");
  }

  @Test
  void whatNobodyExpectedIsAFailureToo() {
    Runnable fails =
        () -> {
          throw new IllegalStateException("what?");
        };
    SyncRound round = new SyncRound(List.of(fails));

    assertThat(round.run(helpers::add, () -> done.add("then"))).isTrue();

    assertThat(round.failure())
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BUG));
  }
}

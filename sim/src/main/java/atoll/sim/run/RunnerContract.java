package atoll.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.run.Runner;
import atoll.kit.run.Signal;
import atoll.kit.run.Task;
import atoll.kit.run.WorkFailed;
import atoll.sim.RecordingEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [Runner] does. A test class per implementation extends this.
@Timeout(60)
public abstract class RunnerContract {

  /// What a test of the suite runs in.
  ///
  /// @param events where the runner reports to
  public record Surroundings(Runner runner, Clock clock, RecordingEvents events) {

    Deadline in(Duration wait) {
      return Deadline.after(clock, wait);
    }

    Deadline soon() {
      return in(Duration.ofSeconds(20));
    }
  }

  /// One test of the suite.
  @FunctionalInterface
  public interface Script {
    void play(Surroundings surroundings) throws Exception;
  }

  /// Runs a script where waiting is possible, with a fresh runner, and closes that afterwards.
  protected abstract void play(Script script);

  @Test
  void submittedWorkRunsAndEnds() {
    play(at -> {
      AtomicBoolean ran = new AtomicBoolean();
      Task task = at.runner().submit("writer", () -> ran.set(true));
      assertThat(task.await(at.soon())).isTrue();
      assertThat(task.isDone()).isTrue();
      assertThat(ran).isTrue();
    });
  }

  @Test
  void waitingForWorkEndsAtTheDeadline() {
    play(at -> {
      Signal never = at.runner().signal();
      Task task = at.runner().submit("waiter", () -> never.await(at.soon()));
      long begin = at.clock().nanos();
      assertThat(task.await(at.in(Duration.ofMillis(30)))).isFalse();
      assertThat(at.clock().nanos() - begin).isGreaterThanOrEqualTo(30_000_000);
      assertThat(task.isDone()).isFalse();
      never.raise();
      assertThat(task.await(at.soon())).isTrue();
    });
  }

  @Test
  void aSignalRaisedBeforeTheWaitIsKeptOnce() {
    play(at -> {
      Signal signal = at.runner().signal();
      signal.raise();
      signal.raise();
      assertThat(signal.await(at.soon())).isTrue();
      assertThat(signal.await(at.in(Duration.ofMillis(20)))).isFalse();
    });
  }

  @Test
  void aSignalWakesOneWaiter() {
    play(at -> {
      Signal signal = at.runner().signal();
      AtomicInteger woken = new AtomicInteger();
      List<Task> waiters = new ArrayList<>();
      for (int index = 0; index < 3; index++) {
        waiters.add(
            at.runner()
                .submit(
                    "waiter",
                    () -> {
                      if (signal.await(at.soon())) {
                        woken.incrementAndGet();
                      }
                    }));
      }
      at.runner().pause(Duration.ofMillis(50));
      signal.raise();
      at.runner().pause(Duration.ofMillis(50));
      assertThat(woken).hasValue(1);
      signal.raise();
      at.runner().pause(Duration.ofMillis(50));
      signal.raise();
      for (Task waiter : waiters) {
        assertThat(waiter.await(at.soon())).isTrue();
      }
      assertThat(woken).hasValue(3);
    });
  }

  @Test
  void noRaiseIsLostBetweenTwoThatHandOverToEachOther() {
    play(at -> {
      Signal ping = at.runner().signal();
      Signal pong = at.runner().signal();
      AtomicInteger rounds = new AtomicInteger();
      Task other =
          at.runner()
              .submit(
                  "other",
                  () -> {
                    for (int round = 0; round < 1_000 && ping.await(at.soon()); round++) {
                      rounds.incrementAndGet();
                      pong.raise();
                    }
                  });
      for (int round = 0; round < 1_000; round++) {
        ping.raise();
        assertThat(pong.await(at.soon())).isTrue();
      }
      assertThat(other.await(at.soon())).isTrue();
      assertThat(rounds).hasValue(1_000);
    });
  }

  @Test
  void aPauseLetsTimePass() {
    play(at -> {
      long begin = at.clock().nanos();
      at.runner().pause(Duration.ofMillis(20));
      assertThat(at.clock().nanos() - begin).isGreaterThanOrEqualTo(20_000_000);
    });
  }

  @Test
  void scheduledWorkRunsInTheOrderOfItsDelays() {
    play(at -> {
      List<String> order = new CopyOnWriteArrayList<>();
      Task late = at.runner().schedule("late", Duration.ofMillis(150), () -> order.add("late"));
      Task soon = at.runner().schedule("soon", Duration.ofMillis(20), () -> order.add("soon"));
      assertThat(order).isEmpty();
      assertThat(late.await(at.soon())).isTrue();
      assertThat(soon.await(at.soon())).isTrue();
      assertThat(order).containsExactly("soon", "late");
    });
  }

  @Test
  void scheduledWorkThatIsCancelledNeverRuns() {
    play(at -> {
      AtomicBoolean ran = new AtomicBoolean();
      Task task = at.runner().schedule("later", Duration.ofMillis(40), () -> ran.set(true));
      task.cancel();
      assertThat(task.await(at.soon())).isTrue();
      at.runner().pause(Duration.ofMillis(80));
      assertThat(ran).isFalse();
    });
  }

  @Test
  void repeatedWorkRunsUntilItIsCancelled() {
    play(at -> {
      AtomicInteger runs = new AtomicInteger();
      Signal third = at.runner().signal();
      Task task =
          at.runner()
              .repeat(
                  "tick",
                  Duration.ofMillis(5),
                  () -> {
                    if (runs.incrementAndGet() == 3) {
                      third.raise();
                    }
                  });
      assertThat(third.await(at.soon())).isTrue();
      assertThat(task.isDone()).isFalse();
      task.cancel();
      assertThat(task.await(at.soon())).isTrue();
      int after = runs.get();
      at.runner().pause(Duration.ofMillis(40));
      assertThat(runs).hasValue(after);
      assertThat(at.events().all()).isEmpty();
    });
  }

  @Test
  void repeatedWorkThatThrowsIsReportedAndRepeated() {
    play(at -> {
      at.events().expect(WorkFailed.CODE);
      AtomicInteger runs = new AtomicInteger();
      Signal second = at.runner().signal();
      Task task =
          at.runner()
              .repeat(
                  "tick",
                  Duration.ofMillis(5),
                  () -> {
                    if (runs.incrementAndGet() == 2) {
                      second.raise();
                    }
                    throw new IllegalStateException("run " + runs);
                  });
      assertThat(second.await(at.soon())).isTrue();
      task.cancel();
      assertThat(task.await(at.soon())).isTrue();
      assertThat(at.events().of(WorkFailed.class).size()).isGreaterThanOrEqualTo(2);
    });
  }

  @Test
  void workThatThrowsIsReportedByName() {
    play(at -> {
      at.events().expect(WorkFailed.CODE);
      IllegalStateException thrown = new IllegalStateException("on purpose");
      Task task =
          at.runner()
              .submit(
                  "writer 7",
                  () -> {
                    throw thrown;
                  });
      assertThat(task.await(at.soon())).isTrue();
      List<WorkFailed> failures = at.events().of(WorkFailed.class);
      assertThat(failures).hasSize(1);
      assertThat(failures.getFirst().work()).contains("writer 7");
      assertThat(failures.getFirst().cause()).isSameAs(thrown);
      assertThat(at.runner().submit("next", () -> {}).await(at.soon())).isTrue();
    });
  }

  @Test
  void eachWorkHasALaneOfItsOwn() {
    play(at -> {
      List<Long> lanes = new CopyOnWriteArrayList<>();
      for (int index = 0; index < 3; index++) {
        Task task =
            at.runner()
                .submit(
                    "driver",
                    () -> {
                      long before = at.runner().lane();
                      at.runner().pause(Duration.ofMillis(1));
                      assertThat(at.runner().lane()).isEqualTo(before);
                      lanes.add(before);
                    });
        assertThat(task.await(at.soon())).isTrue();
      }
      assertThat(lanes).hasSize(3).doesNotHaveDuplicates();
    });
  }

  @Test
  void cancelEndsAWaitOnASignal() {
    play(at -> {
      Signal never = at.runner().signal();
      cancelEnds(at, () -> never.await(at.in(Duration.ofMinutes(10))));
    });
  }

  @Test
  void cancelEndsAPause() {
    play(at -> cancelEnds(at, () -> at.runner().pause(Duration.ofMinutes(10))));
  }

  @Test
  void cancelEndsAWaitForOtherWork() {
    play(at -> {
      Signal never = at.runner().signal();
      Task other = at.runner().submit("other", () -> never.await(at.in(Duration.ofMinutes(10))));
      cancelEnds(at, () -> other.await(at.in(Duration.ofMinutes(10))));
      other.cancel();
      assertThat(other.await(at.soon())).isTrue();
    });
  }

  @Test
  void aCancelledWorkThatLetsTheFaultThroughIsNotReported() {
    play(at -> {
      Task task = at.runner().submit("idle", () -> at.runner().pause(Duration.ofMinutes(10)));
      at.runner().pause(Duration.ofMillis(20));
      task.cancel();
      assertThat(task.await(at.soon())).isTrue();
      assertThat(at.events().all()).isEmpty();
    });
  }

  @Test
  void cancellingTwiceOrAfterTheEndIsHarmless() {
    play(at -> {
      Task task = at.runner().submit("short", () -> {});
      assertThat(task.await(at.soon())).isTrue();
      task.cancel();
      task.cancel();
      assertThat(task.isDone()).isTrue();
    });
  }

  @Test
  void closeCancelsWhatRunsAndWaitsForIt() {
    play(at -> {
      AtomicBoolean ended = new AtomicBoolean();
      AtomicBoolean ran = new AtomicBoolean();
      Task running =
          at.runner()
              .submit(
                  "running",
                  () -> {
                    try {
                      at.runner().pause(Duration.ofMinutes(10));
                    } finally {
                      ended.set(true);
                    }
                  });
      Task later = at.runner().schedule("later", Duration.ofMinutes(5), () -> ran.set(true));
      at.runner().pause(Duration.ofMillis(20));
      at.runner().close();
      assertThat(ended).isTrue();
      assertThat(ran).isFalse();
      assertThat(running.isDone()).isTrue();
      assertThat(later.isDone()).isTrue();
    });
  }

  @Test
  void aClosedRunnerTakesNoWork() {
    play(at -> {
      at.runner().close();
      assertFault(Fault.CLOSED, () -> at.runner().submit("late", () -> {}));
      assertFault(Fault.CLOSED, () -> at.runner().schedule("late", Duration.ofMillis(1), () -> {}));
      assertFault(Fault.CLOSED, () -> at.runner().repeat("late", Duration.ofMillis(1), () -> {}));
      at.runner().close();
    });
  }

  @Test
  void workMayHandOverMoreWork() {
    play(at -> {
      AtomicInteger sum = new AtomicInteger();
      Signal both = at.runner().signal();
      at.runner()
          .submit(
              "outer",
              () -> {
                for (int index = 0; index < 2; index++) {
                  at.runner()
                      .submit(
                          "inner",
                          () -> {
                            if (sum.incrementAndGet() == 2) {
                              both.raise();
                            }
                          });
                }
              });
      assertThat(both.await(at.soon())).isTrue();
    });
  }

  private static void cancelEnds(Surroundings at, Runnable wait) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Task task =
        at.runner()
            .submit(
                "waiter",
                () -> {
                  try {
                    wait.run();
                  } catch (AtollException fault) {
                    thrown.set(fault);
                  }
                });
    at.runner().pause(Duration.ofMillis(30));
    assertThat(task.isDone()).isFalse();
    task.cancel();
    assertThat(task.await(at.soon())).isTrue();
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            AtollException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.CANCELLED));
  }

  private static void assertFault(Fault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AtollException.class, thrown -> assertThat(thrown.fault()).isEqualTo(fault));
  }
}

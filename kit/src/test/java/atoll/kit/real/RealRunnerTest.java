package atoll.kit.real;

import static atoll.kit.Faults.assertFault;
import static atoll.kit.Faults.faultOf;
import static atoll.kit.real.Waiting.ample;
import static atoll.kit.real.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.event.Event;
import atoll.kit.event.Level;
import atoll.kit.run.Signal;
import atoll.kit.run.Task;
import atoll.kit.run.WorkFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealRunnerTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private final RealRunner runner =
      new RealRunner(events::add, new RunnerLimits(8, Duration.ofSeconds(20)));

  @AfterEach
  void close() {
    runner.close();
  }

  @Test
  void runsWorkOnAThreadOfItsName() {
    AtomicReference<String> name = new AtomicReference<>("");
    Task task = runner.submit("compact 7", () -> name.set(Thread.currentThread().getName()));
    assertThat(task.await(ample())).isTrue();
    assertThat(task.isDone()).isTrue();
    assertThat(name).hasValue("compact 7");
    assertThat(events).isEmpty();
  }

  @Test
  void reportsWorkThatThrowsWithItsNameAndCause() {
    IllegalStateException thrown = new IllegalStateException("the disk is full of eels");
    runner
        .submit(
            "scrub 3",
            () -> {
              throw thrown;
            })
        .await(ample());
    assertThat(events).hasSize(1);
    Event event = events.element();
    assertThat(event.level()).isEqualTo(Level.ERROR);
    assertThat(event.code()).isEqualTo(WorkFailed.CODE);
    assertThat(event.message()).contains("scrub 3").contains("eels");
    assertThat(event.cause()).isSameAs(thrown);
    assertThat(event.fields().getFirst().value()).isEqualTo("scrub 3");
  }

  @Test
  void reportsBrokenAssertionsToo() {
    runner
        .submit(
            "assert",
            () -> {
              throw new AssertionError("never");
            })
        .await(ample());
    assertThat(events.element().message()).contains("never");
  }

  @Test
  void endsAPauseOfCancelledWorkAndAllItsLaterWaits() {
    List<Fault> faults = new ArrayList<>();
    Signal signal = runner.signal();
    CountDownLatch begun = new CountDownLatch(1);
    Task task =
        runner.submit(
            "waiter",
            () -> {
              begun.countDown();
              faults.add(faultOf(() -> runner.pause(LONG)).fault());
              faults.add(faultOf(() -> signal.await(ample())).fault());
              faults.add(faultOf(() -> runner.pause(Duration.ZERO)).fault());
            });
    until(() -> begun.getCount() == 0);
    task.cancel();
    assertThat(task.await(ample())).isTrue();
    assertThat(faults).containsExactly(Fault.CANCELLED, Fault.CANCELLED, Fault.CANCELLED);
    assertThat(events).isEmpty();
  }

  @Test
  void doesNotReportCancelledWorkThatEndsAsCancelled() {
    Task task = runner.submit("waiter", () -> runner.pause(LONG));
    task.cancel();
    assertThat(task.await(ample())).isTrue();
    assertThat(events).isEmpty();
  }

  @Test
  void reportsACancellationNobodyAskedFor() {
    runner
        .submit(
            "odd",
            () -> {
              throw new AtollException(Fault.CANCELLED, "somebody else was");
            })
        .await(ample());
    assertThat(events).hasSize(1);
  }

  @Test
  void neverBeginsScheduledWorkThatWasCancelled() {
    AtomicInteger runs = new AtomicInteger();
    Task task = runner.schedule("later", LONG, runs::incrementAndGet);
    assertThat(task.isDone()).isFalse();
    task.cancel();
    assertThat(task.await(ample())).isTrue();
    assertThat(runs).hasValue(0);
  }

  @Test
  void runsScheduledWorkNotBeforeItsDelay() {
    RealClock clock = new RealClock();
    Deadline earliest = Deadline.after(clock, Duration.ofMillis(20));
    List<Boolean> onTime = new ArrayList<>();
    Task task =
        runner.schedule(
            "later", Duration.ofMillis(20), () -> onTime.add(earliest.hasPassed(clock)));
    assertThat(task.await(ample())).isTrue();
    assertThat(onTime).containsExactly(true);
  }

  @Test
  void repeatsAtOnceAndAfterEveryPauseEvenIfARunThrows() {
    AtomicInteger runs = new AtomicInteger();
    Task task =
        runner.repeat(
            "tick",
            Duration.ofMillis(1),
            () -> {
              if (runs.incrementAndGet() == 2) {
                throw new IllegalStateException("second");
              }
            });
    until(() -> runs.get() >= 5);
    assertThat(task.isDone()).isFalse();
    task.cancel();
    assertThat(task.await(ample())).isTrue();
    assertThat(events).hasSize(1);
  }

  @Test
  void refusesWorkBeyondItsLimitAndTakesItAgainLater() {
    List<Task> tasks = new ArrayList<>();
    for (int count = 0; count < 8; count++) {
      tasks.add(runner.schedule("later " + count, LONG, () -> {}));
    }
    AtollException refused = faultOf(() -> runner.submit("ninth", () -> {}));
    assertThat(refused.fault()).isEqualTo(Fault.BUSY);
    assertThat(refused).hasMessageContaining("ninth").hasMessageContaining("8");
    tasks.getFirst().cancel();
    assertThat(tasks.getFirst().await(ample())).isTrue();
    assertThat(runner.submit("ninth", () -> {}).await(ample())).isTrue();
  }

  @Test
  void closeCancelsAllWorkAndTakesNoMore() {
    Task waiting = runner.schedule("later", LONG, () -> {});
    Task running = runner.submit("running", () -> runner.pause(LONG));
    runner.close();
    assertThat(waiting.isDone()).isTrue();
    assertThat(running.isDone()).isTrue();
    assertFault(Fault.CLOSED, () -> runner.submit("more", () -> {}));
    assertThat(events).isEmpty();
  }

  @Test
  void closeGivesUpAtItsLimitAndNamesWhatIsLeft() {
    RealRunner hasty = new RealRunner(events::add, new RunnerLimits(8, Duration.ofMillis(5)));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Task stubborn =
        hasty.submit(
            "stubborn",
            () -> {
              begun.countDown();
              until(() -> release.getCount() == 0);
            });
    until(() -> begun.getCount() == 0);
    hasty.close();
    assertThat(events).extracting(Event::code).containsExactly("run.work.left");
    assertThat(events.element().message()).contains("stubborn");
    release.countDown();
    assertThat(stubborn.await(ample())).isTrue();
  }

  @Test
  void workMayCloseItsOwnRunner() {
    Task other = runner.schedule("later", LONG, () -> {});
    Task closing = runner.submit("closing", runner::close);
    assertThat(closing.await(ample())).isTrue();
    assertThat(other.isDone()).isTrue();
    assertThat(events).isEmpty();
  }

  @Test
  void waitingForATaskEndsAtItsDeadlineAndWithItsCaller() {
    Task task = runner.schedule("later", LONG, () -> {});
    assertThat(task.await(Waiting.in(Duration.ofMillis(1)))).isFalse();
    List<Fault> faults = new ArrayList<>();
    Task waiter =
        runner.submit("waiter", () -> faults.add(faultOf(() -> task.await(ample())).fault()));
    waiter.cancel();
    assertThat(waiter.await(ample())).isTrue();
    assertThat(faults.isEmpty() || faults.equals(List.of(Fault.CANCELLED))).isTrue();
  }

  @Test
  void limitsNameWhatHappens() {
    assertThat(RunnerLimits.USUAL.list())
        .extracting(Object::toString)
        .contains("runner.work.count = 20000 (new work is refused: busy)");
  }
}

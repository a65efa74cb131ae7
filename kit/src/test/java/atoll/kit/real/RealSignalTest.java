package atoll.kit.real;

import static atoll.kit.real.Waiting.ample;
import static atoll.kit.real.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.event.Events;
import atoll.kit.run.Signal;
import atoll.kit.run.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealSignalTest {

  private final RealRunner runner = new RealRunner(Events.NONE);
  private final Signal signal = runner.signal();

  @AfterEach
  void close() {
    runner.close();
  }

  @Test
  void keepsOnePermitAndNoMore() {
    signal.raise();
    signal.raise();
    assertThat(signal.await(ample())).isTrue();
    assertThat(signal.await(Waiting.in(Duration.ofMillis(1)))).isFalse();
  }

  @Test
  void givesItsPermitEvenWhenTheDeadlineHasPassed() {
    signal.raise();
    assertThat(signal.await(Waiting.in(Duration.ZERO))).isTrue();
    assertThat(signal.await(Waiting.in(Duration.ZERO))).isFalse();
  }

  @Test
  void aRaiseForEachWaiterWakesThemAll() {
    AtomicInteger woken = new AtomicInteger();
    List<Task> tasks = new ArrayList<>();
    for (int count = 0; count < 20; count++) {
      tasks.add(
          runner.submit(
              "waiter",
              () -> {
                if (signal.await(ample())) {
                  woken.incrementAndGet();
                }
              }));
    }
    until(() -> {
      signal.raise();
      return woken.get() == 20;
    });
    assertThat(tasks).allMatch(task -> task.await(ample()));
  }

  @Test
  void noChangeIsMissedBetweenOneRaiserAndOneWaiter() {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    AtomicBoolean missed = new AtomicBoolean();
    Signal answer = runner.signal();
    Task waiter =
        runner.submit(
            "waiter",
            () -> {
              while (seen.get() < 5_000) {
                if (!signal.await(ample())) {
                  missed.set(true);
                  return;
                }
                seen.set(made.get());
                answer.raise();
              }
            });
    for (int round = 1; round <= 5_000; round++) {
      made.set(round);
      signal.raise();
      assertThat(answer.await(ample())).isTrue();
    }
    assertThat(waiter.await(ample())).isTrue();
    assertThat(missed).isFalse();
  }

  @Test
  void aCancelledWaiterTakesNoRaiseWithIt() {
    for (int round = 0; round < 200; round++) {
      Task first = runner.submit("first", () -> signal.await(ample()));
      AtomicBoolean woken = new AtomicBoolean();
      Task second =
          runner.submit(
              "second", () -> woken.set(signal.await(Waiting.in(Duration.ofSeconds(20)))));
      first.cancel();
      assertThat(first.await(ample())).isTrue();
      signal.raise();
      // Whether the first took a raise or not, one more is enough for the second.
      assertThat(second.await(ample())).isTrue();
      assertThat(woken).isTrue();
    }
  }
}

package atoll.volumeserver.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);

  @AfterEach
  void stop() {
    timers.shutdownNow();
  }

  private static CompletableFuture<String> wait(Throttle throttle, long bytes) {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    throttle.await(
        bytes,
        new Throttle.Waiter() {
          @Override
          public void admitted() {
            outcome.complete("admitted");
          }

          @Override
          public void timedOut(long inFlightBytes) {
            outcome.complete("timed out at " + inFlightBytes);
          }
        });
    return outcome;
  }

  @Test
  void exactlyTheBoundIsNotTooMuch() {
    Throttle throttle = new Throttle(10, Duration.ofMinutes(1), timers);
    throttle.add(10);
    assertThat(throttle.isOver()).isFalse();
    throttle.add(1);
    assertThat(throttle.isOver()).isTrue();
  }

  @Test
  void withoutABoundNobodyWaits() {
    Throttle throttle = new Throttle(0, Duration.ofMinutes(1), timers);
    throttle.add(Long.MAX_VALUE);
    assertThat(throttle.isOver()).isFalse();
  }

  @Test
  void thoseWhoWaitComeInOrderAndOnlyAsFarAsThereIsRoom() {
    Throttle throttle = new Throttle(10, Duration.ofMinutes(1), timers);
    throttle.add(11);
    CompletableFuture<String> first = wait(throttle, 11);
    CompletableFuture<String> second = wait(throttle, 1);
    assertThat(first).isNotDone();
    throttle.remove(11);
    assertThat(first).isCompletedWithValue("admitted");
    assertThat(second).isNotDone();
    assertThat(throttle.inFlightBytes()).isEqualTo(11);
    throttle.remove(11);
    assertThat(second).isCompletedWithValue("admitted");
  }

  @Test
  void whoeverFindsItFreeByNowIsAdmittedAtOnce() {
    Throttle throttle = new Throttle(10, Duration.ofMinutes(1), timers);
    assertThat(wait(throttle, 5)).isCompletedWithValue("admitted");
    assertThat(throttle.inFlightBytes()).isEqualTo(5);
  }

  @Test
  void patienceEnds() throws Exception {
    Throttle throttle = new Throttle(10, Duration.ofMillis(20), timers);
    throttle.add(12);
    assertThat(wait(throttle, 5).get(20, TimeUnit.SECONDS)).isEqualTo("timed out at 12");
    throttle.remove(12);
    assertThat(throttle.inFlightBytes()).isZero();
  }
}

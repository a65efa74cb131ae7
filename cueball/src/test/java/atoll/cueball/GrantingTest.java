package atoll.cueball;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.real.RealRunner;
import atoll.sim.SeededRandomness;
import atoll.sim.SimClock;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A waiter that was woken and does not get on, which no schedule can be made to show for sure.
class GrantingTest {

  private static final PoolLimits LIMITS = PoolLimits.USUAL;

  private final SimClock clock = new SimClock();
  private final RealRunner runner = new RealRunner(Events.NONE);
  private final PoolSeams seams =
      new PoolSeams(
          clock, runner, new SeededRandomness(1), Events.NONE, new PoolMetrics(new Registry()));
  private final Stock<String> stock = new Stock<>("test", seams, (claim, broken) -> {});
  private final Granting<String> granting = new Granting<>(stock, clock, LIMITS);
  private final Waiter<String> waiter = new Waiter<>(runner.signal(), clock.nanos());

  @AfterEach
  void close() {
    runner.close();
  }

  @Test
  void newerClaimsPassAWaiterWithinItsPatience() {
    letOneWait();
    for (int count = 0; count < 100; count++) {
      assertThat(granting.giveBack(Objects.requireNonNull(granting.take()), false)).isFalse();
    }
    assertThat(waiter.handed).isNull();
  }

  @Test
  void afterThePatienceEightMoreClaimsPassAndThenTheWaiterIsServed() {
    letOneWait();
    clock.advance(LIMITS.times().patience());
    int passed = 0;
    for (Claim<String> claim = granting.take(); claim != null; claim = granting.take()) {
      passed++;
      assertThat(granting.giveBack(claim, false)).isFalse();
    }
    assertThat(passed).isBetween(1, 8);
    assertThat(granting.takeOrWait(new Waiter<>(runner.signal(), clock.nanos()))).isNull();
    assertThat(waiter.handed).isNotNull();
  }

  /// A connection that is idle, and one waiter that was woken for it.
  private void letOneWait() {
    stock.locked(() -> stock.add(new Slot<>(new Member(PoolStage.A), "connection")));
    Claim<String> held = Objects.requireNonNull(granting.take());
    assertThat(granting.takeOrWait(waiter)).isNull();
    assertThat(granting.giveBack(held, false)).isFalse();
    assertThat(waiter.woken).isTrue();
  }
}

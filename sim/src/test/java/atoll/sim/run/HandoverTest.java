package atoll.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.run.Signal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How fast the baton goes round. The figure is printed; only the count of steps is asserted.
final class HandoverTest {

  private static final int ROUNDS = 100_000;

  @Test
  void twoWorksHandOverToEachOther() {
    for (int run = 0; run < 3; run++) {
      long begin = System.nanoTime();
      Outcome outcome = Simulation.run(run, HandoverTest::handOver);
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf("handover: %.0f steps/s%n", outcome.steps() / seconds);
      assertThat(outcome.steps()).isGreaterThan(2 * ROUNDS);
    }
  }

  private static void handOver(World world) {
    Signal ping = world.runner().signal();
    Signal pong = world.runner().signal();
    world
        .runner()
        .submit(
            "other",
            () -> {
              while (ping.await(world.in(Duration.ofSeconds(1)))) {
                pong.raise();
              }
            });
    for (int round = 0; round < ROUNDS; round++) {
      ping.raise();
      assertThat(pong.await(world.in(Duration.ofSeconds(1)))).isTrue();
    }
  }
}

package atoll.cueball;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Deadline;
import atoll.kit.count.Registry;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.kit.run.Task;
import atoll.sim.RecordingEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Claims that come and go at the same moment, on real threads: a simulation runs one piece of work
/// at a time and cannot show what happens between two steps of a claim.
class PoolRaceTest {

  private static final int THREADS = 12;
  private static final int CLAIMS = 2_000;
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final RealClock clock = new RealClock();
  private final Set<Line> out = ConcurrentHashMap.newKeySet();

  @Test
  void nobodySharesAConnectionOrWaitsInVainWhileBackendsComeAndGo() {
    try (var events = new RecordingEvents();
        var runner = new RealRunner(events)) {
      var lines = new Lines();
      var resolver = new ScriptedResolver();
      var seams =
          new PoolSeams(
              clock, runner, new RealRandomness(), events, new PoolMetrics(new Registry()));
      var limits =
          PoolLimits.USUAL
              .withConnections(4)
              .withTimes(
                  PoolTimes.USUAL
                      .withSpreadDelay(Duration.ofMillis(1))
                      .withCheck(Duration.ofMillis(5), Duration.ofSeconds(1))
                      .withDecoherence(Duration.ofMillis(3)));
      Pool<Line> pool = Pool.start("race", seams, limits, resolver, lines);
      resolver.say(PoolStage.A, PoolStage.B);
      AtomicBoolean over = new AtomicBoolean();
      Task coming = runner.submit("resolver", () -> comeAndGo(runner, resolver, over));
      List<Task> users = new ArrayList<>();
      for (int number = 0; number < THREADS; number++) {
        int mine = number;
        users.add(runner.submit("user " + number, () -> use(runner, pool, mine)));
      }
      users.forEach(user -> assertThat(user.await(in(Duration.ofMinutes(1)))).isTrue());
      over.set(true);
      assertThat(coming.await(in(LONGEST))).isTrue();
      // Failed assertions of the users among them.
      assertThat(events.of(atoll.kit.run.WorkFailed.class)).isEmpty();
      assertThat(pool.statistics().granted()).isGreaterThanOrEqualTo((long) THREADS * CLAIMS);
      assertThat(pool.statistics().claimed()).isZero();
      assertThat(pool.stop(in(LONGEST))).isTrue();
      assertThat(lines.open).isEmpty();
    }
  }

  private Deadline in(Duration time) {
    return Deadline.after(clock, time);
  }

  private static void comeAndGo(RealRunner runner, ScriptedResolver resolver, AtomicBoolean over) {
    while (!over.get()) {
      runner.pause(Duration.ofMillis(2));
      resolver.say(PoolStage.B);
      runner.pause(Duration.ofMillis(2));
      resolver.say(PoolStage.A, PoolStage.B, PoolStage.C);
      runner.pause(Duration.ofMillis(2));
      resolver.say(PoolStage.A, PoolStage.B);
    }
  }

  private void use(RealRunner runner, Pool<Line> pool, int number) {
    for (int turn = 0; turn < CLAIMS; turn++) {
      try (Claim<Line> claim = pool.claim(in(LONGEST))) {
        Line line = claim.connection();
        assertThat(out.add(line)).as("who else has it").isTrue();
        assertThat(line.closed).as("closed while claimed").isFalse();
        if ((turn + number) % 16 == 0) {
          runner.pause(Duration.ofNanos(1));
        }
        if ((turn + number) % 500 == 0) {
          claim.broken();
        }
        out.remove(line);
      }
    }
  }

  /// A connection without a network.
  private static final class Line {
    volatile boolean closed;
  }

  /// Makes [Line]s. Shared (by a concurrent set).
  private static final class Lines implements Connector<Line> {

    final Set<Line> open = ConcurrentHashMap.newKeySet();

    @Override
    public Line connect(Backend backend, Deadline deadline) {
      Line line = new Line();
      open.add(line);
      return line;
    }

    @Override
    public boolean isBroken(Line line) {
      return false;
    }

    @Override
    public void close(Line line) {
      line.closed = true;
      assertThat(open.remove(line)).as("closed once").isTrue();
    }
  }
}

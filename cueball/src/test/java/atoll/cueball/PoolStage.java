package atoll.cueball;

import atoll.kit.count.Registry;
import atoll.sim.run.Simulation;
import atoll.sim.run.World;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// A pool of [FakeConnector]'s lines in a simulation. Confined to it.
final class PoolStage {

  static final Backend A = Backend.of("10.0.0.1", 2020);
  static final Backend B = Backend.of("10.0.0.2", 2020);
  static final Backend C = Backend.of("10.0.0.3", 2020);

  /// What happens on a stage.
  interface Play {
    void on(PoolStage stage);
  }

  final World world;
  final FakeConnector lines;
  final ScriptedResolver resolver = new ScriptedResolver();
  final Registry registry = new Registry();
  final Pool<FakeConnector.Line> pool;

  private PoolStage(World world, PoolLimits limits) {
    this.world = world;
    this.lines = new FakeConnector(world.runner(), Duration.ofMillis(3));
    this.pool =
        Pool.start(
            "test",
            new PoolSeams(
                world.clock(),
                world.runner(),
                world.randomness("pool"),
                world.events(),
                new PoolMetrics(registry)),
            limits,
            resolver,
            lines);
    world.asserted("the pool's equations", this::checkEquations);
  }

  static void play(Play play) {
    play(limits -> limits, play);
  }

  static void play(UnaryOperator<PoolLimits> limits, Play play) {
    Simulation.run(
        1,
        world -> play.on(new PoolStage(world, limits.apply(PoolLimits.USUAL.withConnections(4)))));
  }

  static UnaryOperator<PoolLimits> times(UnaryOperator<PoolTimes> change) {
    return limits -> limits.withTimes(change.apply(limits.times()));
  }

  private void checkEquations() {
    PoolStatistics now = pool.statistics();
    if (now.total() != now.idle() + now.claimed()
        || now.idle() < 0
        || now.claimed() < 0
        || now.dialling() < 0
        || now.total() + now.dialling() > 4) {
      throw new AssertionError("does not add up: " + now);
    }
  }

  void awaitIdle(int count) {
    world.await(
        count + " idle connections",
        () -> pool.statistics().idle() == count,
        Duration.ofMinutes(5));
  }

  int linesTo(Backend backend) {
    return (int) lines.open.stream().filter(line -> line.backend.equals(backend)).count();
  }
}

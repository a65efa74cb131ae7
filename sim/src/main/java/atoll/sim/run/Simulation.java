package atoll.sim.run;

/// Runs blocking code in virtual time, one piece of work at a time, and the same way again from the
/// same seed.
///
/// ```java
/// Simulation.run(seed, world -> {
///   var net = new SimNet(world);
///   var server = new EchoServer(net.host("server"), world.runner(), world.clock());
///   world.invariant("never more than 4 connections", () -> server.open() <= 4);
///   …
/// });
/// ```
///
/// The scenario is the first piece of work and may wait like any other. When it returns, the others
/// go on for as long as they can without time passing; then they are cancelled and must end. The
/// run fails ([SimulationFailure]) when the scenario throws, an invariant does not hold, an
/// unexpected ERROR is reported, other work throws, nobody can go on, cancelled work does not end,
/// or a bound of [SimulationLimits] is met.
///
/// Work gives way only where it waits on a seam (signals, pauses, connections, gates); between two
/// waits it runs alone. So a wait while holding a lock that others take blocks the simulation: it
/// is reported with the stack, and it is a fault of the code.
public final class Simulation {

  private Simulation() {}

  /// What happens in a simulation.
  @FunctionalInterface
  public interface Scenario {
    void play(World world) throws Exception;
  }

  /// Runs a scenario within the usual limits.
  public static Outcome run(long seed, Scenario scenario) {
    return run(seed, SimulationLimits.USUAL, scenario);
  }

  /// Runs a scenario.
  public static Outcome run(long seed, SimulationLimits limits, Scenario scenario) {
    Scheduler scheduler = new Scheduler(seed, limits);
    World world = new World(scheduler, seed);
    return scheduler.run(world.root(), () -> play(scenario, world));
  }

  private static void play(Scenario scenario, World world) {
    try {
      scenario.play(world);
    } catch (RuntimeException unchecked) {
      throw unchecked;
    } catch (Exception checked) {
      throw new AssertionError("the scenario threw " + checked, checked);
    }
  }
}

package atoll.sim.run;

/// Thrown through work that must end at once: its node crashed, or the simulation is over. An
/// [Error], so that no handler of ordinary failures stops it.
final class Killed extends Error {

  Killed(String work) {
    super("work \"" + work + "\" was killed", null, false, false);
  }
}

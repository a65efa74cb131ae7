package atoll.sim.run;

import org.jspecify.annotations.Nullable;

/// A simulation did what it must not. The message gives seed, step and virtual time in its first
/// line, then who waits for what, then the last events.
public final class SimulationFailure extends AssertionError {

  private final long seed;

  SimulationFailure(long seed, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.seed = seed;
  }

  public long seed() {
    return seed;
  }
}

package atoll.sim.disk;

import atoll.kit.Randomness;
import java.util.SplittableRandom;

/// Chance from a number, the same on every machine.
final class Seeds {

  private Seeds() {}

  static Randomness of(long seed) {
    return new SplittableRandom(seed)::nextLong;
  }
}

package atoll.kit;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Chance as a seam: a [RandomGenerator] that is handed to constructors. A simulation passes a
/// seeded one and can replay every choice; the real one is fit for cookies and identifiers.
public interface Randomness extends RandomGenerator {

  /// A UUID of version 4, drawn from two numbers.
  default UUID nextUuid() {
    long high = (nextLong() & ~0xF000L) | 0x4000L;
    long low = (nextLong() >>> 2) | (1L << 63);
    return new UUID(high, low);
  }
}

package atoll.sim;

import atoll.kit.Randomness;

/// Chance that follows from one number. A stream of draws falls into named sub-streams which depend
/// on the seed and their name alone: a new draw in one place does not shift the draws of another.
///
/// ```java
/// var chance = new SeededRandomness(seed);
/// var delays = chance.stream("delays");
/// var third = chance.stream("client", 3);
/// ```
///
/// The generator is SplitMix64. Confined to one thread at a time.
public final class SeededRandomness implements Randomness {

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final long seed;
  private long state;

  public SeededRandomness(long seed) {
    this.seed = seed;
    this.state = mix(seed);
  }

  /// What this stream began from.
  public long seed() {
    return seed;
  }

  /// The sub-stream of that name, at its beginning, whatever was drawn here before.
  public SeededRandomness stream(String name) {
    long hash = mix(seed + GOLDEN_RATIO);
    for (int index = 0; index < name.length(); index++) {
      hash = mix(hash ^ (name.charAt(index) + GOLDEN_RATIO));
    }
    return new SeededRandomness(hash);
  }

  /// The sub-stream of that name and number.
  public SeededRandomness stream(String name, long number) {
    SeededRandomness named = stream(name);
    return new SeededRandomness(mix(named.seed ^ mix(number + GOLDEN_RATIO)));
  }

  @Override
  public long nextLong() {
    state += GOLDEN_RATIO;
    return mix(state);
  }

  /// Whether something happens that happens with this probability; draws nothing for 0.
  public boolean chance(double probability) {
    return probability > 0 && nextDouble() < probability;
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}

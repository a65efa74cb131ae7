package atoll.volume.index;

import java.util.SplittableRandom;

/// How ids come: the distributions a master hands out, and the worst for the map.
enum IdSource {
  RANDOM {
    @Override
    long next(SplittableRandom random, int step) {
      return random.nextInt(3) == 0 ? random.nextLong() : random.nextLong(200_000) * PRIME;
    }
  },
  ASCENDING {
    @Override
    long next(SplittableRandom random, int step) {
      return random.nextInt(10) == 0 ? random.nextLong(step + 1L) : step;
    }
  },
  DESCENDING {
    @Override
    long next(SplittableRandom random, int step) {
      return -1L - step / 2;
    }
  },
  CLUSTERED {
    @Override
    long next(SplittableRandom random, int step) {
      return (random.nextLong(16) << 60) + random.nextLong(20_000);
    }
  };

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  /// One of them, by turns.
  static IdSource of(long seed) {
    return values()[(int) (seed % values().length)];
  }

  abstract long next(SplittableRandom random, int step);
}

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
  },
  /// Nearly ascending: neighbours come in any order.
  JITTERED {
    @Override
    long next(SplittableRandom random, int step) {
      return 1_000_000 + 10L * step + random.nextInt(2_000);
    }
  },
  /// Dense ids at both ends of all that there are.
  TWO_ENDS {
    @Override
    long next(SplittableRandom random, int step) {
      long distance = random.nextInt(80_000);
      return random.nextBoolean() ? distance : -1 - distance;
    }
  },
  /// Few needles, over and over.
  REPEATED {
    @Override
    long next(SplittableRandom random, int step) {
      return random.nextInt(5_000) * PRIME;
    }
  },
  ONE_ID {
    @Override
    long next(SplittableRandom random, int step) {
      return 42;
    }
  };

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  /// One of them, by turns.
  static IdSource of(long seed) {
    return values()[(int) (seed % values().length)];
  }

  abstract long next(SplittableRandom random, int step);
}

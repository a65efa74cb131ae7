package atoll.sim.property;

import atoll.sim.SeededRandomness;

/// Whole numbers as a side and a distance from the simplest one. A third are edges (the bounds, the
/// neighbours of powers of two), a third have a random count of bits, a third are uniform.
///
/// @param least inclusive
/// @param most inclusive
record EdgyLongs(long least, long most) implements Gen<Long> {

  @Override
  public Long draw(Choices choices) {
    long simplest = Math.clamp(0L, least, most);
    boolean canFall = least < simplest;
    if (canFall && choices.drawChance(most > simplest ? 0.5 : 0.97)) {
      // One less than the distance, which then fits even for the smallest long.
      return simplest - 1 - distance(choices, simplest - 1 - least);
    }
    return simplest + distance(choices, most - simplest);
  }

  private static long distance(Choices choices, long farthest) {
    return choices.draw(farthest, chance -> fresh(chance, farthest));
  }

  private static long fresh(SeededRandomness chance, long farthest) {
    return switch (chance.nextInt(3)) {
      case 0 -> {
        long power = 1L << chance.nextInt(63);
        yield switch (chance.nextInt(5)) {
          case 0 -> farthest;
          case 1 -> farthest - 1;
          case 2 -> power;
          case 3 -> power - 1;
          default -> chance.nextInt(3);
        };
      }
      case 1 -> chance.nextLong() >>> (1 + chance.nextInt(63));
      default ->
          farthest == Long.MAX_VALUE ? chance.nextLong() >>> 1 : chance.nextLong(farthest + 1);
    };
  }
}

package atoll.sim.disk;

import atoll.kit.Randomness;

/// How kind a power loss is to unsynced work. Drawn once for the whole disk, and where that gives
/// [#MIXED], once more for the names and for every file.
enum Temper {
  /// Nothing unsynced survives.
  LOST,
  /// Everything survives.
  KEPT,
  /// The changes up to some moment survive in their order, the last one perhaps in part.
  ORDERED,
  /// Whatever the fault model allows.
  MIXED;

  /// For the whole disk: now and then all of it is lost, or all kept.
  static Temper ofDisk(Randomness randomness) {
    return switch (randomness.nextInt(8)) {
      case 0 -> LOST;
      case 1 -> KEPT;
      default -> MIXED;
    };
  }

  /// For a part of a disk.
  Temper ofPart(Randomness randomness) {
    if (this != MIXED) {
      return this;
    }
    return switch (randomness.nextInt(8)) {
      case 0 -> LOST;
      case 1 -> KEPT;
      case 2, 3, 4 -> ORDERED;
      default -> MIXED;
    };
  }
}

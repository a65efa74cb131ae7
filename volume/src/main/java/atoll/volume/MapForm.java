package atoll.volume;

import java.util.EnumSet;
import java.util.Set;

/// What a volume looks its needles up in.
enum MapForm {
  MEMORY,
  /// Our own file, `.anm`.
  DISK,
  /// The file for volumes that are not written to, `.sdx`.
  SORTED;

  private static final Set<Restriction> NOT_WRITTEN =
      EnumSet.of(
          Restriction.MARKED,
          Restriction.MARKED_DELETES_PASS,
          Restriction.REMOTE,
          Restriction.NOT_WRITABLE);

  /// The form for a volume with these restrictions. What is wrong with a damaged one is found out
  /// with a map in memory, which takes needles that have no row.
  static MapForm of(NeedleMaps maps, Set<Restriction> restrictions) {
    return switch (maps.kind()) {
      case MEMORY -> MEMORY;
      case DISK -> {
        if (restrictions.contains(Restriction.DAMAGED)) {
          yield MEMORY;
        }
        yield restrictions.stream().anyMatch(NOT_WRITTEN::contains) ? SORTED : DISK;
      }
    };
  }
}

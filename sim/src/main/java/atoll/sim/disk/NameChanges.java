package atoll.sim.disk;

import atoll.kit.Randomness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which changes of names hang together: the rules of [SimDisk]'s fault model for names, as
/// functions of the changes in their order.
///
/// A change stands on an earlier one if both touch the same name, if it removes a directory in
/// which the earlier one changed a name, or if it moves something into a directory that the earlier
/// one made.
final class NameChanges {

  private NameChanges() {}

  /// Those that become durable when `directory` is synced: all that touch it, and all that these
  /// stand on.
  static List<NameChange> neededBy(Directory directory, List<NameChange> pending) {
    List<NameChange> needed = new ArrayList<>();
    for (NameChange change : pending.reversed()) {
      boolean touches = change.names().stream().anyMatch(name -> name.directory() == directory);
      if (touches || needed.stream().anyMatch(later -> standsOn(later, change))) {
        needed.add(change);
      }
    }
    return needed.reversed();
  }

  /// Those that a power loss leaves.
  static List<NameChange> surviving(
      Temper temper, List<NameChange> pending, Randomness randomness) {
    return switch (temper) {
      case LOST -> List.of();
      case KEPT -> List.copyOf(pending);
      case ORDERED -> List.copyOf(pending.subList(0, randomness.nextInt(pending.size() + 1)));
      case MIXED -> anyWhole(pending, randomness);
    };
  }

  private static List<NameChange> anyWhole(List<NameChange> pending, Randomness randomness) {
    List<NameChange> surviving = new ArrayList<>();
    List<NameChange> lost = new ArrayList<>();
    Set<NameChange.Name> lostNames = new HashSet<>();
    for (NameChange change : pending) {
      boolean chosen = randomness.nextBoolean();
      boolean free = change.names().stream().noneMatch(lostNames::contains);
      if (chosen && free && lost.stream().noneMatch(earlier -> standsOn(change, earlier))) {
        surviving.add(change);
      } else {
        lost.add(change);
        lostNames.addAll(change.names());
      }
    }
    return surviving;
  }

  private static boolean standsOn(NameChange later, NameChange earlier) {
    return later.names().stream().anyMatch(earlier.names()::contains)
        || switch (later) {
          case NameChange.Link _ -> false;
          case NameChange.Unlink unlink ->
              earlier.names().stream().anyMatch(name -> name.directory() == unlink.node());
          case NameChange.Move move ->
              earlier instanceof NameChange.Link link && link.node() == move.to().directory();
        };
  }
}

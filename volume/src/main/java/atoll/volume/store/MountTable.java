package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.Restriction;
import atoll.volume.needle.VolumeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The volumes that a store serves, by id, and those that are just arriving or ending.
///
/// Shared (looking up takes no lock; whoever changes it, or decides by it, holds its own lock).
final class MountTable {

  private final Map<VolumeId, Mounted> mounted = new ConcurrentHashMap<>();
  private final Set<VolumeId> ending = ConcurrentHashMap.newKeySet();
  private final Set<VolumeId> vanished = ConcurrentHashMap.newKeySet();

  Optional<Mounted> find(VolumeId id) {
    return Optional.ofNullable(mounted.get(id));
  }

  Collection<Mounted> all() {
    return mounted.values();
  }

  List<Mounted> in(StoreDirectory directory) {
    return mounted.values().stream().filter(each -> each.directory() == directory).toList();
  }

  /// Serves a volume from now on.
  synchronized void enter(Mounted fresh) {
    if (fresh.directory().isLow()) {
      fresh.volume().restrict(Restriction.LOW_SPACE);
    }
    mounted.put(fresh.volume().name().id(), fresh);
  }

  /// Takes a volume out, which counts as ending until [#ended].
  ///
  /// @return empty if there is none
  synchronized Optional<Mounted> takeOut(VolumeId id) {
    Optional<Mounted> found = Optional.ofNullable(mounted.remove(id));
    vanished.remove(id);
    if (found.isPresent()) {
      ending.add(id);
    }
    return found;
  }

  /// A volume of that id is arriving, until [#ended].
  void begin(VolumeId id) {
    ending.add(id);
  }

  void ended(VolumeId id) {
    ending.remove(id);
  }

  /// @throws AtollException `BUSY` if a volume of that id is arriving or ending
  void refuseEnding(VolumeId id) {
    if (ending.contains(id)) {
      throw new AtollException(
          Fault.BUSY, "volume " + id + " is just arriving, or being closed or deleted; try again");
    }
  }

  /// The volumes whose data files are gone.
  Set<VolumeId> vanished() {
    return vanished;
  }

  /// Notes whether the data file of a volume is gone.
  ///
  /// @return whether that is new
  boolean setVanished(VolumeId id, boolean gone) {
    return gone ? vanished.add(id) : vanished.remove(id);
  }
}

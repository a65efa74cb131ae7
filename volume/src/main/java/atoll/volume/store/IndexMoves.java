package atoll.volume.store;

import atoll.kit.Fault;
import atoll.volume.VolumePaths;
import atoll.volume.needle.VolumeId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Moves indexes that lie beside their data to the directories for indexes, of a volume once at a
/// time. Shared (the table and the set guard themselves).
final class IndexMoves {

  private final MountTable mounted;
  private final Set<VolumeId> moving = ConcurrentHashMap.newKeySet();

  IndexMoves(MountTable mounted) {
    this.mounted = mounted;
  }

  /// As [Store#consolidateIndex].
  void begin(VolumeId id, BooleanSupplier stop, Consumer<? super EndResult> done) {
    Optional<Mounted> found = mounted.find(id);
    if (found.isEmpty()) {
      done.accept(new EndResult.Absent());
    } else if (!moving.add(id)) {
      done.accept(
          new EndResult.Refused(
              Fault.BUSY, "the index of volume " + id + " is being moved already"));
    } else {
      move(
          found.get(),
          stop,
          result -> {
            moving.remove(id);
            done.accept(result);
          });
    }
  }

  private static void move(
      Mounted mounted, BooleanSupplier stop, Consumer<? super EndResult> done) {
    VolumePaths home = mounted.directory().paths(mounted.volume().name());
    if (mounted.volume().paths().equals(home)) {
      done.accept(new EndResult.Ended());
      return;
    }
    mounted
        .volume()
        .moveIndex(
            home.indexDirectory(),
            stop,
            () -> done.accept(new EndResult.Ended()),
            cause ->
                done.accept(
                    new EndResult.Refused(cause.fault(), String.valueOf(cause.getMessage()))));
  }
}

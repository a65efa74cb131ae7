package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.index.NeedleMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives a volume another needle map, made from its index, while reads and writes go on. Rows that
/// come meanwhile are fetched in rounds, the last ones with the right to write. Confined to one
/// change.
final class MapChange {

  private final Volume volume;
  private final MapOpening opening;
  private final VolumeFiles files;
  private final NeedleMap fresh;
  private final IndexRounds rounds;

  /// @param enteredTo the map has everything before this offset of the index
  private MapChange(
      Volume volume, MapOpening opening, VolumeFiles files, NeedleMap fresh, long enteredTo) {
    this.volume = volume;
    this.opening = opening;
    this.files = files;
    this.fresh = fresh;
    this.rounds = new IndexRounds(files, enteredTo);
  }

  /// Makes the map in the calling thread, and lets the volume go on with it a moment later.
  ///
  /// @param then called with the right to write, once the volume has the map or was given other
  ///   files meanwhile
  /// @throws AtollException as the disk does; the volume then keeps its map, and `then` is not
  ///   called
  static void run(Volume volume, VolumeEnvironment environment, Runnable then) {
    VolumeFiles files = volume.retainFiles();
    boolean handedOver = false;
    @Nullable NeedleMap made = null;
    try {
      long end = files.indexEnd();
      MapOpening opening = new MapOpening(environment, files.paths(), files.width());
      made = opening.of(files.index(), end, Set.of());
      MapChange change = new MapChange(volume, opening, files, made, end);
      change.rounds.most(change::enter);
      handedOver = true;
      volume.exclusively(held -> {
        if (change.isFinished(held)) {
          then.run();
        }
      });
    } finally {
      if (!handedOver) {
        if (made != null) {
          made.close();
        }
        files.release();
      }
    }
  }

  private void enter(long from, long to) {
    opening.enter(files.index(), from, to, fresh);
  }

  @SuppressWarnings("ReferenceEquality") // files of a vacuum since then are others
  private boolean isFinished(VolumeChange held) {
    boolean taken = false;
    try {
      if (files.isFollowed()) {
        throw new AtollException(
            Fault.BUSY, "a vacuum of " + files.data().path() + " is just committing; try it again");
      }
      if (held.files() == files && !(held.state() instanceof VolumeState.Closed)) {
        rounds.rest(this::enter);
        held.replaceFiles(files.with(fresh), held.counters());
        taken = true;
      }
      return true;
    } catch (AtollException e) {
      volume.mapKept(e);
      return false;
    } finally {
      if (!taken) {
        fresh.close();
      }
      files.release();
    }
  }
}

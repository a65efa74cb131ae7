package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Moves the index of a volume from beside its data to another directory, perhaps on another disk,
/// while reads and writes go on:
///
/// ```
///   without the right     a hidden copy is made, with a map of its own; it follows until little is
///                         left, and is synced
///   with the right        the rest is copied and synced, the copy gets its name, also durable;
///                         the old maps and the old index go; the volume goes on with the new ones
/// ```
///
/// A crash in between leaves the old index, perhaps with the new one: the one beside the data is
/// used. Confined to one move.
final class IndexMove {

  private final Volume volume;
  private final VolumeEnvironment environment;
  private final VolumeFiles files;
  private final VolumePaths target;
  private final Runnable moved;
  private final Consumer<AtollException> failed;

  /// Takes over a reference to the files.
  private IndexMove(
      Volume volume,
      VolumeEnvironment environment,
      VolumeFiles files,
      Path directory,
      Runnable moved,
      Consumer<AtollException> failed) {
    this.volume = volume;
    this.environment = environment;
    this.files = files;
    this.target = new VolumePaths(files.paths().dataDirectory(), directory, volume.name());
    this.moved = moved;
    this.failed = failed;
  }

  /// As [Volume#moveIndex].
  static void run(
      Volume volume,
      VolumeEnvironment environment,
      Path directory,
      BooleanSupplier stop,
      Runnable moved,
      Consumer<AtollException> failed) {
    try {
      VolumeFiles files = volume.retainFiles();
      new IndexMove(volume, environment, files, directory, moved, failed).begin(stop);
    } catch (AtollException closed) {
      failed.accept(closed);
    }
  }

  private void begin(BooleanSupplier stop) {
    IndexCopy copy;
    try {
      requireWhole();
      copy = IndexCopy.make(environment, files, target, volume.restrictions(), stop);
    } catch (AtollException e) {
      end(e);
      return;
    }
    volume.exclusively(held -> finish(held, copy));
  }

  /// The map of a damaged volume holds needles that have no row.
  private void requireWhole() {
    if (volume.restrictions().contains(Restriction.DAMAGED)) {
      throw new AtollException(
          Fault.CONFLICT,
          "volume " + volume.name() + " is damaged: repair it, then move its index");
    }
  }

  private void finish(VolumeChange held, IndexCopy copy) {
    try {
      requireSame(held);
      held.replaceFiles(copy.replaceOriginal(), held.counters());
    } catch (AtollException e) {
      copy.discard(e);
      end(e);
      return;
    }
    try {
      environment.disk().syncDirectory(target.dataDirectory());
    } catch (AtollException e) {
      end(e);
      return;
    }
    files.release();
    moved.run();
  }

  @SuppressWarnings("ReferenceEquality") // files that look alike are not those that were copied
  private void requireSame(VolumeChange held) {
    if (held.state() instanceof VolumeState.Closed) {
      throw new AtollException(Fault.CLOSED, "volume " + volume.name() + " was closed");
    }
    if (held.files() != files || files.isFollowed()) {
      throw new AtollException(
          Fault.BUSY,
          "the files of volume " + volume.name() + " are just becoming others: try it again");
    }
  }

  private void end(AtollException cause) {
    files.release();
    failed.accept(cause);
  }
}

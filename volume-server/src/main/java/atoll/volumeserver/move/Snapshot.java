package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.Volume;
import atoll.volume.VolumeChange;
import atoll.volume.VolumeFiles;
import atoll.volume.VolumeState;
import atoll.volumeserver.admin.Answers;
import java.util.Optional;

/// The files of a volume and where they ended at one moment between two writes: the rows up to
/// `indexEnd` speak of the records up to `dataEnd` and no others. Close it.
///
/// Immutable (it holds a reference to the files).
///
/// @param lastAppendedNanos when the last of these records was appended; 0 if unknown
record Snapshot(VolumeFiles files, long dataEnd, long indexEnd, long lastAppendedNanos)
    implements AutoCloseable {

  /// Waits for the writes that wait already.
  ///
  /// @throws AtollException `CLOSED` if the volume has ended
  static Snapshot of(Volume volume) {
    Optional<Snapshot> taken =
        Answers.await(
            "looking at volume " + volume.name().id(),
            done -> volume.exclusively(change -> done.accept(take(change))));
    return taken.orElseThrow(
        () -> new AtollException(Fault.CLOSED, "volume " + volume.name().id() + " was closed"));
  }

  private static Optional<Snapshot> take(VolumeChange change) {
    VolumeFiles files = change.files();
    // Others may hold the files of a volume that has ended.
    return !(change.state() instanceof VolumeState.Closed) && files.retain()
        ? Optional.of(
            new Snapshot(files, files.dataEnd(), files.indexEnd(), files.lastAppendedNanos()))
        : Optional.empty();
  }

  @Override
  public void close() {
    files.release();
  }
}

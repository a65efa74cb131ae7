package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.disk.DiskFile;
import atoll.volume.files.VolumeName;
import atoll.volume.index.OffsetWidth;

/// The room that a disk keeps for data that is still to be written.
public final class DataRoom {

  private DataRoom() {}

  /// Asks the disk to keep so many bytes from the beginning of a data file, no more than one can
  /// have. Where it cannot, that is reported, and the file grows as it is written.
  public static void keep(
      VolumeEnvironment environment,
      VolumeName name,
      DiskFile data,
      OffsetWidth width,
      long bytes) {
    try {
      data.preallocate(0, Math.min(bytes, width.volumeBytesMax()));
    } catch (AtollException e) {
      environment.events().report(new VolumeEvent.RoomNotReserved(name.toString(), bytes, e));
    }
  }
}

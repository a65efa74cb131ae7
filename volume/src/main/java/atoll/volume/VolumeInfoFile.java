package atoll.volume;

import atoll.kit.Bytes;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.info.VolumeInfo;
import atoll.volume.needle.Ttl;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// Reads and writes the `.vif` file of a volume.
public final class VolumeInfoFile {

  private VolumeInfoFile() {}

  /// Reads the file, if there is one.
  public static VolumeInfo.Reading read(Disk disk, VolumePaths paths) {
    Optional<DiskEntry> entry = disk.find(paths.info());
    if (entry.isEmpty() || entry.get().kind() != DiskEntry.Kind.FILE) {
      return new VolumeInfo.Reading.Absent();
    }
    if (entry.get().sizeBytes() > VolumeInfo.FILE_BYTES_MAX) {
      return new VolumeInfo.Reading.Malformed(
          entry.get().sizeBytes() + " bytes are more than a volume info can have");
    }
    try (DiskFile file = disk.open(paths.info(), OpenMode.READ)) {
      ByteBuffer content = ByteBuffer.allocateDirect((int) entry.get().sizeBytes());
      file.readAt(0, content);
      return VolumeInfo.read(Bytes.copyOf(content.flip()));
    }
  }

  /// Replaces the file, or makes it, in one step.
  ///
  /// @param ttl of the volume: from it and the present follows when the volume expires
  static void write(VolumeEnvironment environment, VolumePaths paths, VolumeInfo info, Ttl ttl) {
    VolumeInfo expiring =
        ttl.minutes() == 0
            ? info
            : info.withExpiry(environment.clock().now().getEpochSecond() + ttl.seconds());
    Bytes text = expiring.write();
    Disk disk = environment.disk();
    Path hidden = VolumePaths.unpublished(paths.info());
    disk.delete(hidden);
    try (DiskFile file = disk.open(hidden, OpenMode.CREATE_NEW)) {
      file.append(ByteBuffer.allocateDirect(text.size()).put(text.asBuffer()).flip());
      file.syncAll();
    }
    disk.rename(hidden, paths.info());
    disk.syncDirectory(paths.dataDirectory());
  }
}

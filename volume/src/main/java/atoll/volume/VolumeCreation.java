package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.index.OffsetWidth;
import atoll.volume.info.VolumeInfo;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Makes the files of an empty volume. The data file is published last: without it there is no
/// volume.
final class VolumeCreation {

  private VolumeCreation() {}

  static void create(
      VolumeEnvironment environment, VolumePaths paths, SuperBlock superBlock, OffsetWidth width) {
    Disk disk = environment.disk();
    if (disk.find(paths.data()).isPresent()) {
      throw new AtollException(
          Fault.CONFLICT, "volume " + paths.name() + " exists already: " + paths.data());
    }
    disk.delete(paths.index());
    StaleMaps.remove(disk, paths);
    writeEmpty(disk, paths.index());
    VolumeInfoFile.write(
        environment,
        paths,
        VolumeInfo.EMPTY.withFormat(superBlock.version().number(), width.bytes()),
        superBlock.ttl());
    Path hidden = VolumePaths.unpublished(paths.data());
    disk.delete(hidden);
    try (DiskFile data = disk.open(hidden, OpenMode.CREATE_NEW)) {
      ByteBuffer block = ByteBuffer.allocateDirect(superBlock.bytes());
      superBlock.write(block);
      data.append(block.flip());
      data.syncAll();
    }
    disk.rename(hidden, paths.data());
    disk.syncDirectory(paths.dataDirectory());
    if (!paths.indexDirectory().equals(paths.dataDirectory())) {
      disk.syncDirectory(paths.indexDirectory());
    }
  }

  private static void writeEmpty(Disk disk, Path index) {
    try (DiskFile file = disk.open(index, OpenMode.CREATE_NEW)) {
      file.syncAll();
    }
  }
}

package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// Keeps bytes of a file beside it before they are taken out of it, so that nothing is ever lost.
public final class SavedRange {

  private static final int CHUNK = 1 << 16;

  private SavedRange() {}

  /// Copies bytes to a file of their own, durably. What has that name already stays, and another is
  /// found; an equal copy is taken for the one that a crash interrupted the repair after.
  ///
  /// @param name of the copy, if it is free
  /// @return where they are now
  /// @throws AtollException as the disk does, `IO` if the file became shorter
  public static Path save(Disk disk, DiskFile file, Path name, long offset, long bytes) {
    Path target = name;
    int number = 1;
    while (true) {
      Optional<DiskEntry> there = disk.find(target);
      if (there.isEmpty()) {
        break;
      }
      if (there.get().sizeBytes() == bytes && isCopy(disk, target, file, offset, bytes)) {
        return target;
      }
      target = name.resolveSibling(name.getFileName() + "-" + number++);
    }
    Path hidden = VolumePaths.unpublished(target);
    disk.delete(hidden);
    try (DiskFile copy = disk.open(hidden, OpenMode.CREATE_NEW)) {
      if (file.copyTo(copy, offset, bytes, 0) != bytes) {
        throw new AtollException(
            Fault.IO, file.path() + " became shorter while bytes of it were saved; try again");
      }
      copy.syncAll();
    }
    disk.rename(hidden, target);
    Path directory = target.getParent();
    if (directory != null) {
      disk.syncDirectory(directory);
    }
    return target;
  }

  private static boolean isCopy(Disk disk, Path copy, DiskFile file, long offset, long bytes) {
    ByteBuffer here = ByteBuffer.allocateDirect(CHUNK);
    ByteBuffer there = ByteBuffer.allocateDirect(CHUNK);
    try (DiskFile other = disk.open(copy, OpenMode.READ)) {
      for (long at = 0; at < bytes; at += CHUNK) {
        int chunk = (int) Math.min(CHUNK, bytes - at);
        file.readAt(offset + at, here.clear().limit(chunk));
        other.readAt(at, there.clear().limit(chunk));
        if (!here.flip().equals(there.flip())) {
          return false;
        }
      }
    }
    return true;
  }
}

package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskLock;
import atoll.volume.files.VolumeFile;
import java.nio.file.Path;

/// The right to change the volumes of a data directory: of one store, or of one run of the offline
/// tool. A server of SeaweedFS neither takes it nor asks for it.
public final class DirectoryLock {

  private DirectoryLock() {}

  /// Takes it until the lock is closed.
  ///
  /// @throws AtollException `BUSY` if it is taken, else as [Disk#lock]
  public static DiskLock take(Disk disk, Path dataDirectory) {
    try {
      return disk.lock(dataDirectory.resolve(VolumeFile.LOCK));
    } catch (AtollException e) {
      if (e.fault() == Fault.BUSY) {
        throw new AtollException(
            Fault.BUSY,
            "directory %s is in use by a server or a tool (%s); stop that first"
                .formatted(dataDirectory, e.getMessage()),
            e);
      }
      throw e;
    }
  }
}

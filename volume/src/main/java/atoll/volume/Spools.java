package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.OpenMode;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Files in a data directory in which bodies too large for memory are gathered, so that no writer
/// of a volume ever waits for a client. What a process leaves behind is removed by the next.
///
/// Shared (guarded by its counters). There is one of it for a directory.
public final class Spools {

  private static final String PREFIX = "spool-";
  private static final String SUFFIX = ".part";

  private final Disk disk;
  private final Path directory;
  private final int openMax;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong names = new AtomicLong();

  /// Removes what is left of an earlier process: spools, and files that others were sending.
  ///
  /// @param openMax how many bodies may be gathered at a time
  public Spools(Disk disk, Path directory, int openMax) {
    this.disk = disk;
    this.directory = directory;
    this.openMax = openMax;
    for (DiskEntry entry : disk.list(directory)) {
      if (isLeftBehind(entry.name())) {
        disk.delete(entry.path());
      }
    }
  }

  private static boolean isLeftBehind(String name) {
    return (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) || VolumePaths.isArriving(name);
  }

  /// An empty file to gather a body in.
  ///
  /// @throws AtollException `BUSY` if too many are open, else as the disk does
  public Spool begin() {
    if (open.incrementAndGet() > openMax) {
      open.decrementAndGet();
      throw new AtollException(
          Fault.BUSY,
          "%d large uploads are being received into %s already; try again"
              .formatted(openMax, directory));
    }
    Path path = directory.resolve(PREFIX + names.incrementAndGet() + SUFFIX);
    boolean begun = false;
    try {
      Spool spool = new Spool(disk, disk.open(path, OpenMode.CREATE_NEW), open::decrementAndGet);
      begun = true;
      return spool;
    } finally {
      if (!begun) {
        open.decrementAndGet();
      }
    }
  }
}

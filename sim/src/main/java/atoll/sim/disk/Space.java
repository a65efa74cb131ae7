package atoll.sim.disk;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskSpace;
import java.nio.file.Path;

/// How much of a simulated disk is taken, and how many of its files are open. Confined to its
/// [SimDisk]'s lock.
final class Space {

  private final long capacityBytes;
  private final int openFilesMax;
  private long usedBytes;
  private int openFiles;

  Space(long capacityBytes, int openFilesMax) {
    this.capacityBytes = capacityBytes;
    this.openFilesMax = openFilesMax;
  }

  /// The same limits, for the files of `names`, none of them open.
  Space with(Names names) {
    Space space = new Space(capacityBytes, openFilesMax);
    names.contents().forEach(content -> space.usedBytes += content.allocatedBytes());
    return space;
  }

  void openFile(Path path) {
    if (openFiles >= openFilesMax) {
      throw new AtollException(
          Fault.BUSY, "open " + path + ": " + openFiles + " files are open, the most allowed");
    }
    openFiles++;
  }

  void closeFile() {
    openFiles--;
  }

  int openFiles() {
    return openFiles;
  }

  /// How many of the bytes from `offset` to `end` find room in `content`.
  long fitting(Content content, long offset, long end) {
    long free = capacityBytes - usedBytes;
    if (content.missingBytes(offset, end) <= free) {
      return end - offset;
    }
    long fits = offset;
    while (fits < end && content.missingBytes(fits, fits + 1) <= free) {
      free -= content.missingBytes(fits, fits + 1);
      fits = Math.min(end, (fits / Pages.PAGE_BYTES + 1) * Pages.PAGE_BYTES);
    }
    return fits - offset;
  }

  void take(long bytes) {
    usedBytes += bytes;
  }

  void giveBack(long bytes) {
    usedBytes -= bytes;
  }

  boolean hasRoom(long bytes) {
    return bytes <= capacityBytes - usedBytes;
  }

  DiskSpace report() {
    long free = Math.max(0, capacityBytes - usedBytes);
    return new DiskSpace(capacityBytes, free, free);
  }
}

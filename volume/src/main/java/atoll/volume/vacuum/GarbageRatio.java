package atoll.volume.vacuum;

import atoll.volume.VolumeCounters;
import atoll.volume.VolumeStatus;
import atoll.volume.superblock.SuperBlock;

/// What part of a volume a vacuum would win back, by the measure of the Go server, so that a master
/// compares like with like.
public final class GarbageRatio {

  private GarbageRatio() {}

  /// From 0 to about 1.
  public static double of(VolumeStatus status) {
    return of(status.counters(), status.dataBytes());
  }

  static double of(VolumeCounters counters, long dataBytes) {
    if (counters.fileBytes() == 0) {
      return 0;
    }
    // An index made from a sorted one knows of deletions, but not how large they were.
    if (counters.deletedCount() > 0 && counters.deletedBytes() == 0) {
      long deleted = dataBytes - counters.fileBytes() - SuperBlock.FIXED_BYTES;
      return (double) deleted / dataBytes;
    }
    return (double) counters.deletedBytes() / counters.fileBytes();
  }
}

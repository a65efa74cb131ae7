package atoll.volume.store;

import atoll.volume.VolumeStatus;
import atoll.volume.superblock.SuperBlock;

/// When the time of a volume with a TTL is over. Pure functions.
///
/// ```
///   last modified        + TTL              + a tenth of it, at most 10 minutes
///   ------+-----------------+-----------------------+--------------------------->
///         |  reported       |  not reported         |  may be deleted
/// ```
final class Expiry {

  /// So long after its end a volume is kept at most, in minutes.
  private static final long DELAY_MINUTES_MAX = 10;

  private Expiry() {}

  /// Whether a volume is over. None is while the master has not said how large volumes become, and
  /// an empty one never.
  static boolean isOver(VolumeStatus status, VolumeQuota quota, long nowSeconds) {
    long minutes = status.superBlock().ttl().minutes();
    return quota.volumeBytesMax() > 0
        && minutes > 0
        && status.dataBytes() > SuperBlock.FIXED_BYTES
        && (nowSeconds - status.lastModifiedSeconds()) / 60 > minutes;
  }

  /// Whether it has been for so long that it may be deleted.
  static boolean isLongOver(VolumeStatus status, VolumeQuota quota, long nowSeconds) {
    long minutes = status.superBlock().ttl().minutes();
    long kept = minutes + Math.min(minutes / 10, DELAY_MINUTES_MAX);
    return isOver(status, quota, nowSeconds)
        && status.lastModifiedSeconds() + kept * 60 < nowSeconds;
  }
}

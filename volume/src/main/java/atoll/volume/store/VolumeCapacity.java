package atoll.volume.store;

/// How many volumes fit a directory whose limit is automatic.
final class VolumeCapacity {

  /// No limit.
  static final int UNLIMITED = 0;

  private static final int SHARDS_A_SLOT = 10;

  private VolumeCapacity() {}

  /// What volumes and shards take: a slot for each ten shards begun.
  static int slots(int volumes, int shards) {
    return volumes + Math.ceilDiv(shards, SHARDS_A_SLOT);
  }

  /// The present volumes, a slot for each ten shards begun, and as many more as fit what is free
  /// and not yet claimed. At least 1.
  ///
  /// @param unclaimedBytes what is free less what the present volumes may still grow by
  /// @param volumeBytesMax of one volume; 0 while nobody has said, and then there is no limit
  static int automatic(int volumes, int shards, long unclaimedBytes, long volumeBytesMax) {
    if (volumeBytesMax == 0) {
      return UNLIMITED;
    }
    long more = Math.clamp(unclaimedBytes / volumeBytesMax, 0, Integer.MAX_VALUE);
    long slots = slots(volumes, shards) + more;
    return Math.clamp(slots, 1, Integer.MAX_VALUE);
  }
}

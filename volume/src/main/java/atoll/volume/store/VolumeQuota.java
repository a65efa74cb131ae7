package atoll.volume.store;

import atoll.kit.Check;

/// What the master says of the size of volumes.
///
/// @param volumeBytesMax beyond which a volume is full; 0 while the master has not said
/// @param preallocates whether volumes have all their room from the beginning
public record VolumeQuota(long volumeBytesMax, boolean preallocates) {

  public static final VolumeQuota UNKNOWN = new VolumeQuota(0, false);

  public VolumeQuota {
    Check.that(volumeBytesMax >= 0, "a volume cannot have less than no bytes");
  }
}

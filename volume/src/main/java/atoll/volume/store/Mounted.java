package atoll.volume.store;

import atoll.volume.Volume;
import atoll.volume.VolumeStatus;

/// A volume and where it lies.
record Mounted(StoreDirectory directory, Volume volume) {

  VolumeStatus status() {
    return volume.status();
  }
}

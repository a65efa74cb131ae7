package atoll.volume.store;

import atoll.volume.report.VolumeReport;
import java.util.List;
import java.util.Map;

/// What a heartbeat says of a store.
///
/// @param volumes without those that a master should not count on: quarantined, closed or expired
/// @param volumesMax by disk type; a directory below its floor counts with what it has
public record StoreInventory(List<VolumeReport> volumes, Map<String, Integer> volumesMax) {

  public StoreInventory {
    volumes = List.copyOf(volumes);
    volumesMax = Map.copyOf(volumesMax);
  }

  public long digest() {
    return VolumeReport.digest(volumes);
  }
}

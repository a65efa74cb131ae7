package atoll.volume.store;

import atoll.kit.disk.DiskSpace;
import atoll.volume.files.DirectoryId;
import atoll.volume.report.VolumeReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a heartbeat says of a store.
///
/// @param volumes without those that a master should not count on: quarantined, closed, expired, or
///   without their data file
/// @param directories those that are served, in their order
/// @param highestId of all needles, unsigned; for the master's own numbers
public record StoreInventory(
    List<VolumeReport> volumes, List<DirectoryReport> directories, long highestId) {

  public StoreInventory {
    volumes = List.copyOf(volumes);
    directories = List.copyOf(directories);
  }

  /// One directory.
  ///
  /// @param number its place among the directories of the store: the disk number of its volumes
  /// @param diskType empty for hard disks
  /// @param volumesMax 0 means no limit; below its floor a directory counts with what it has
  public record DirectoryReport(
      int number,
      DirectoryId id,
      String diskType,
      List<String> tags,
      int volumesMax,
      DiskSpace space) {}

  public long digest() {
    return VolumeReport.digest(volumes);
  }

  /// How many volumes the directories of each disk type may have together.
  public Map<String, Integer> volumesMax() {
    Map<String, Integer> sums = new TreeMap<>();
    for (DirectoryReport directory : directories) {
      sums.merge(directory.diskType(), directory.volumesMax(), Integer::sum);
    }
    return Map.copyOf(sums);
  }
}

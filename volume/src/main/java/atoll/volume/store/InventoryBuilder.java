package atoll.volume.store;

import atoll.volume.VolumeCounters;
import atoll.volume.VolumeStatus;
import atoll.volume.info.RemoteFile;
import atoll.volume.report.VolumeReport;
import atoll.volume.superblock.SuperBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Sums up what a heartbeat says. Confined to one inventory.
final class InventoryBuilder {

  private final long nowSeconds;
  private final VolumeQuota quota;
  private final List<VolumeReport> reports = new ArrayList<>();
  private final List<StoreInventory.DirectoryReport> directories = new ArrayList<>();
  private long highestId;

  InventoryBuilder(long nowSeconds, VolumeQuota quota) {
    this.nowSeconds = nowSeconds;
    this.quota = quota;
  }

  void directory(StoreDirectory directory, int volumesMax) {
    directories.add(
        new StoreInventory.DirectoryReport(
            directory.number(),
            directory.id(),
            directory.settings().diskType(),
            directory.settings().tags(),
            volumesMax,
            directory.space()));
  }

  void volume(VolumeStatus status, StoreDirectory directory) {
    long highest = status.counters().highestId();
    if (Long.compareUnsigned(highest, highestId) > 0) {
      highestId = highest;
    }
    if (status.state().takesReads() && !Expiry.isOver(status, quota, nowSeconds)) {
      reports.add(report(status, directory.settings().diskType(), directory.number()));
    }
  }

  StoreInventory finish() {
    reports.sort(Comparator.comparing(report -> report.name().id()));
    return new StoreInventory(reports, directories, highestId);
  }

  private static VolumeReport report(VolumeStatus status, String diskType, int number) {
    VolumeCounters counters = status.counters();
    SuperBlock superBlock = status.superBlock();
    return new VolumeReport(
        status.name(),
        status.dataBytes(),
        new VolumeReport.Counts(
            counters.fileCount(), counters.deletedCount(), counters.deletedBytes()),
        !status.state().takesWrites(),
        new VolumeReport.Layout(
            superBlock.placement(), superBlock.ttl(), superBlock.version(), superBlock.revision()),
        status.lastModifiedSeconds(),
        new VolumeReport.Disk(
            diskType,
            number,
            status.remote().map(RemoteFile::backendName).orElse(""),
            status.remote().map(RemoteFile::key).orElse("")));
  }
}

package atoll.volume.store;

import atoll.volume.VolumeCounters;
import atoll.volume.VolumeStatus;
import atoll.volume.report.VolumeReport;
import atoll.volume.superblock.SuperBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Sums up what a heartbeat says. Confined to one inventory.
final class InventoryBuilder {

  private final long nowSeconds;
  private final VolumeQuota quota;
  private final List<VolumeReport> reports = new ArrayList<>();
  private final Map<String, Integer> volumesMax = new TreeMap<>();

  InventoryBuilder(long nowSeconds, VolumeQuota quota) {
    this.nowSeconds = nowSeconds;
    this.quota = quota;
  }

  void directory(String diskType, int max) {
    volumesMax.merge(diskType, max, Integer::sum);
  }

  void volume(VolumeStatus status, String diskType, int number) {
    if (status.state().takesReads() && !isExpired(status)) {
      reports.add(report(status, diskType, number));
    }
  }

  StoreInventory finish() {
    reports.sort(Comparator.comparing(report -> report.name().id()));
    return new StoreInventory(reports, volumesMax);
  }

  /// Whether the time of a volume with a TTL is over since its last modification.
  private boolean isExpired(VolumeStatus status) {
    long minutes = status.superBlock().ttl().minutes();
    return quota.volumeBytesMax() > 0
        && minutes > 0
        && status.dataBytes() > SuperBlock.FIXED_BYTES
        && (nowSeconds - status.lastModifiedSeconds()) / 60 > minutes;
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
        new VolumeReport.Disk(diskType, number, ""));
  }
}

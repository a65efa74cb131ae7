package atoll.volumeserver.page;

import static atoll.volumeserver.page.RequestMeter.PREFIX;

import atoll.kit.count.LabelledValue;
import atoll.kit.count.Registry;
import atoll.kit.disk.DiskSpace;
import atoll.volume.Restriction;
import atoll.volume.Volume;
import atoll.volume.VolumeState;
import atoll.volume.VolumeStatus;
import atoll.volume.store.StoreDirectory;
import atoll.volumeserver.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Registers what is computed of the volumes for each page of metrics, under the names of
/// SeaweedFS.
public final class StorageMetrics {

  private final Node node;

  private StorageMetrics(Node node) {
    this.node = node;
  }

  /// Registers all of it.
  ///
  /// @param version of the release, as `30GB 4.44`
  public static void register(Node node, String version) {
    StorageMetrics metrics = new StorageMetrics(node);
    Registry registry = node.counters();
    double started = node.clock().now().getEpochSecond();
    registry.gauge(
        PREFIX + "start_time_seconds", "When this server started, since 1970.", () -> started);
    registry.gauges(
        "SeaweedFS_build_info",
        "The release whose behaviour this is.",
        List.of("version", "commit", "sizelimit", "goos", "goarch"),
        () -> List.of(buildInfo(version)));
    registry.gauges(
        PREFIX + "volumes",
        "Volumes by collection.",
        List.of("collection", "type"),
        metrics::volumes);
    registry.gauges(
        PREFIX + "read_only_volumes",
        "Volumes that take no writes, by collection and reason.",
        List.of("collection", "type"),
        metrics::readOnly);
    registry.gauge(PREFIX + "max_volumes", "How many volumes may lie here.", metrics::volumesMax);
    registry.gauges(
        PREFIX + "total_disk_size",
        "Bytes of needles by collection, and of those deleted.",
        List.of("collection", "type"),
        metrics::sizes);
    registry.gauges(
        PREFIX + "resource", "Bytes of the disks.", List.of("name", "type"), metrics::resources);
    registry.gauges(
        PREFIX + "disk_error_status",
        "1 where a volume is quarantined because its disk fails.",
        List.of("name", "type"),
        metrics::diskErrors);
  }

  private static LabelledValue buildInfo(String version) {
    String[] parts = version.split(" ", -1);
    return new LabelledValue(
        List.of(
            parts[parts.length - 1],
            "",
            parts[0],
            System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT),
            System.getProperty("os.arch", "")),
        1);
  }

  private List<VolumeStatus> statuses() {
    return node.isLoaded()
        ? node.store().volumes().stream().map(Volume::status).toList()
        : List.of();
  }

  private List<LabelledValue> volumes() {
    return byCollection("volume", _ -> true, _ -> 1);
  }

  private List<LabelledValue> sizes() {
    List<LabelledValue> values = new ArrayList<>();
    values.addAll(byCollection("normal", _ -> true, each -> each.counters().fileBytes()));
    values.addAll(byCollection("deleted_bytes", _ -> true, each -> each.counters().deletedBytes()));
    return values;
  }

  private List<LabelledValue> readOnly() {
    List<LabelledValue> values = new ArrayList<>();
    values.addAll(byCollection("IsReadOnly", each -> !each.state().takesWrites(), _ -> 1));
    values.addAll(
        byCollection(
            "noWriteOrDelete",
            each -> !each.state().takesWrites() && !each.state().takesDeletes(),
            _ -> 1));
    values.addAll(
        byCollection(
            "noWriteCanDelete",
            each -> !each.state().takesWrites() && each.state().takesDeletes(),
            _ -> 1));
    values.addAll(
        byCollection(
            "isDiskSpaceLow",
            each -> restrictions(each.state()).contains(Restriction.LOW_SPACE),
            _ -> 1));
    return values;
  }

  private static Set<Restriction> restrictions(VolumeState state) {
    return switch (state) {
      case VolumeState.Writable _, VolumeState.Closed _ -> Set.of();
      case VolumeState.DeletesOnly(Set<Restriction> why) -> why;
      case VolumeState.ReadOnly(Set<Restriction> why) -> why;
      case VolumeState.Quarantined(Set<Restriction> why) -> why;
    };
  }

  /// The sum over those that count; a collection of none of them has a zero.
  private List<LabelledValue> byCollection(
      String type, Function<VolumeStatus, Boolean> counts, ToDoubleFunction<VolumeStatus> value) {
    Map<String, Double> sums = new TreeMap<>();
    for (VolumeStatus each : statuses()) {
      double added = counts.apply(each) ? value.applyAsDouble(each) : 0;
      sums.merge(each.name().collection(), added, Double::sum);
    }
    return sums.entrySet().stream()
        .map(entry -> new LabelledValue(List.of(entry.getKey(), type), entry.getValue()))
        .toList();
  }

  private double volumesMax() {
    return node.isLoaded()
        ? node.store().directories().stream().mapToInt(node.store()::volumesMax).sum()
        : 0;
  }

  private List<LabelledValue> resources() {
    List<LabelledValue> values = new ArrayList<>();
    for (StoreDirectory each : directories()) {
      String name = each.settings().data().toString();
      DiskSpace space = each.space();
      double used = (double) space.totalBytes() - space.usableBytes();
      values.add(new LabelledValue(List.of(name, "all"), space.totalBytes()));
      values.add(new LabelledValue(List.of(name, "used"), used));
      values.add(new LabelledValue(List.of(name, "free"), space.usableBytes()));
      values.add(new LabelledValue(List.of(name, "avail"), space.usableBytes()));
    }
    return values;
  }

  private List<LabelledValue> diskErrors() {
    return directories().stream()
        .map(each ->
            new LabelledValue(
                List.of(each.settings().data().toString(), "error"), isFailing(each) ? 1 : 0))
        .toList();
  }

  private boolean isFailing(StoreDirectory directory) {
    return node.store().volumes().stream()
        .filter(each ->
            node.store().directoryOf(each.name().id()).filter(directory::equals).isPresent())
        .anyMatch(each -> each.status().state() instanceof VolumeState.Quarantined);
  }

  private List<StoreDirectory> directories() {
    return node.isLoaded() ? node.store().directories() : List.of();
  }
}

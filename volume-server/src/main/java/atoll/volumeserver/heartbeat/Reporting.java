package atoll.volumeserver.heartbeat;

import atoll.volume.needle.VolumeId;
import atoll.volume.report.VolumeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the master at the other end of one stream has been told, and what it must hear next. A
/// master that never says it compares digests gets the whole list each time. Confined to the
/// stream.
final class Reporting {

  /// The next heartbeat.
  sealed interface Beat {

    /// All volumes there are. If there are none the master forgets those it knew.
    record Whole(List<VolumeReport> volumes) implements Beat {}

    /// What is not as it was told before.
    record Changes(List<VolumeReport> changed, List<VolumeReport> departed) implements Beat {}
  }

  /// Volumes that came and went since the master last heard of any.
  record Comings(List<VolumeReport> arrived, List<VolumeReport> departed) {

    boolean isEmpty() {
      return arrived.isEmpty() && departed.isEmpty();
    }
  }

  /// Everything the master has been told of a volume that is still on its list.
  ///
  /// @param whole whether it has been told all, or merely that the volume is there
  private record Told(VolumeReport report, boolean whole) {}

  private final Map<VolumeId, Told> told = new TreeMap<>();
  private boolean changesSuffice;
  private boolean wholeListWanted = true;

  /// The master compares digests.
  void acceptChanges() {
    changesSuffice = true;
  }

  /// The digests differ.
  void wantWholeList() {
    wholeListWanted = true;
  }

  /// What the regular heartbeat says; it counts as told.
  Beat beat(List<VolumeReport> now) {
    boolean whole = wholeListWanted || !changesSuffice;
    List<VolumeReport> changed = new ArrayList<>();
    for (VolumeReport report : now) {
      Told before = told.get(report.name().id());
      if (before == null || !before.whole || !before.report.equals(report)) {
        changed.add(report);
      }
    }
    List<VolumeReport> departed = departed(now);
    told.clear();
    now.forEach(report -> told.put(report.name().id(), new Told(report, true)));
    wholeListWanted = false;
    return whole ? new Beat.Whole(now) : new Beat.Changes(changed, departed);
  }

  /// What is told at once, between two regular heartbeats; it counts as told.
  Comings comings(List<VolumeReport> now) {
    List<VolumeReport> arrived =
        now.stream().filter(report -> !told.containsKey(report.name().id())).toList();
    List<VolumeReport> departed = departed(now);
    departed.forEach(report -> told.remove(report.name().id()));
    arrived.forEach(report -> told.put(report.name().id(), new Told(report, false)));
    return new Comings(arrived, departed);
  }

  private List<VolumeReport> departed(List<VolumeReport> now) {
    Map<VolumeId, Told> left = new TreeMap<>(told);
    now.forEach(report -> left.remove(report.name().id()));
    return left.values().stream().map(Told::report).toList();
  }
}

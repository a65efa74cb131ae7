package atoll.volumeserver.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.files.VolumeName;
import atoll.volume.needle.Ttl;
import atoll.volume.needle.VolumeId;
import atoll.volume.report.VolumeReport;
import atoll.volume.superblock.CompactionRevision;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volumeserver.heartbeat.Reporting.Beat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportingTest {

  private final Reporting reporting = new Reporting();

  private static VolumeReport report(int id, long size) {
    return new VolumeReport(
        new VolumeName("", new VolumeId(id)),
        size,
        new VolumeReport.Counts(0, 0, 0),
        false,
        new VolumeReport.Layout(
            ReplicaPlacement.NONE, Ttl.NONE, FormatVersion.CURRENT, CompactionRevision.FIRST),
        0,
        new VolumeReport.Disk("", 0, "", ""));
  }

  @Test
  void aMasterThatDoesNotCompareGetsTheWholeListEachTime() {
    assertThat(reporting.beat(List.of(report(1, 8)))).isEqualTo(whole(report(1, 8)));
    assertThat(reporting.beat(List.of(report(1, 8)))).isEqualTo(whole(report(1, 8)));
    assertThat(reporting.beat(List.of())).isEqualTo(whole());
  }

  @Test
  void aMasterThatComparesGetsOneWholeListAndThenChanges() {
    reporting.acceptChanges();
    assertThat(reporting.beat(List.of(report(1, 8), report(2, 8))))
        .isEqualTo(whole(report(1, 8), report(2, 8)));
    assertThat(reporting.beat(List.of(report(1, 8), report(2, 8)))).isEqualTo(changes());
    assertThat(reporting.beat(List.of(report(1, 9), report(2, 8))))
        .isEqualTo(changes(report(1, 9)));
    assertThat(reporting.beat(List.of(report(2, 8))))
        .isEqualTo(new Beat.Changes(List.of(), List.of(report(1, 9))));
    reporting.wantWholeList();
    assertThat(reporting.beat(List.of(report(2, 8)))).isEqualTo(whole(report(2, 8)));
    assertThat(reporting.beat(List.of(report(2, 8)))).isEqualTo(changes());
  }

  @Test
  void whatWasToldInBriefIsToldInFullByTheNextHeartbeat() {
    reporting.acceptChanges();
    reporting.beat(List.of());
    assertThat(reporting.comings(List.of(report(1, 8))))
        .isEqualTo(new Reporting.Comings(List.of(report(1, 8)), List.of()));
    assertThat(reporting.comings(List.of(report(1, 8))).isEmpty()).isTrue();
    assertThat(reporting.beat(List.of(report(1, 8)))).isEqualTo(changes(report(1, 8)));
  }

  @Test
  void whatLeftIsToldOnce() {
    reporting.acceptChanges();
    reporting.beat(List.of(report(1, 8)));
    assertThat(reporting.comings(List.of()).departed()).containsExactly(report(1, 8));
    assertThat(reporting.beat(List.of())).isEqualTo(changes());
  }

  /// A master that applies what it is told holds what the server holds after every regular
  /// heartbeat, whatever comes and goes.
  @Test
  void aMasterThatAppliesEverythingHasTheSameList() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<VolumeId, VolumeReport> there = new HashMap<>();
    Map<VolumeId, VolumeReport> known = new HashMap<>();
    for (int step = 0; step < 5000; step++) {
      int id = random.nextInt(6);
      switch (random.nextInt(6)) {
        case 0 -> there.put(new VolumeId(id), report(id, random.nextInt(4)));
        case 1 -> there.remove(new VolumeId(id));
        case 2 -> reporting.acceptChanges();
        case 3 -> reporting.wantWholeList();
        case 4 -> {
          Reporting.Comings comings = reporting.comings(new ArrayList<>(there.values()));
          comings.arrived().forEach(each -> known.put(each.name().id(), each));
          comings.departed().forEach(each -> known.remove(each.name().id()));
          assertThat(known.keySet()).as("seed %d", seed).isEqualTo(there.keySet());
        }
        default -> {
          switch (reporting.beat(new ArrayList<>(there.values()))) {
            case Beat.Whole(List<VolumeReport> volumes) -> {
              known.clear();
              volumes.forEach(each -> known.put(each.name().id(), each));
            }
            case Beat.Changes(List<VolumeReport> changed, List<VolumeReport> departed) -> {
              changed.forEach(each -> known.put(each.name().id(), each));
              departed.forEach(each -> known.remove(each.name().id()));
            }
          }
          assertThat(known).as("seed %d", seed).isEqualTo(there);
        }
      }
    }
  }

  private static Beat whole(VolumeReport... volumes) {
    return new Beat.Whole(List.of(volumes));
  }

  private static Beat changes(VolumeReport... changed) {
    return new Beat.Changes(List.of(changed), List.of());
  }
}

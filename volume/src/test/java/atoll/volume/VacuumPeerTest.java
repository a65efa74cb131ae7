package atoll.volume;

import static atoll.volume.TestVolumes.key;
import static atoll.volume.TestVolumes.read;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.files.VolumeFile;
import atoll.volume.index.OffsetWidth;
import atoll.volume.superblock.CompactionRevision;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.vacuum.VacuumRecovery;
import atoll.volume.vacuum.VacuumRepair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Vacuums of what the Go server wrote, and what it left of its own.
class VacuumPeerTest extends VacuumFixture {

  @Test
  void mapsOfOtherServersAreRemovedWhenTheyBecomeStale() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    for (VolumeFile stale : List.of(VolumeFile.SORTED_INDEX, VolumeFile.REDB)) {
      disk.open(TestVolumes.PATHS.of(stale), OpenMode.CREATE_NEW).close();
    }

    vacuum(volume);

    assertThat(disk.find(TestVolumes.PATHS.of(VolumeFile.SORTED_INDEX))).isEmpty();
    assertThat(disk.find(TestVolumes.PATHS.of(VolumeFile.REDB))).isEmpty();
  }

  static List<Corpus.Volume> golden() {
    return Corpus.volumes().stream().filter(each -> !each.data().contains("cpd")).toList();
  }

  private void put(VolumeFile file, String corpus) {
    try (DiskFile target = disk.open(TestVolumes.PATHS.of(file), OpenMode.CREATE)) {
      target.truncate(0);
      target.append(Corpus.buffer(corpus));
    }
  }

  /// What can be read of every needle that the map knows.
  private static Map<Long, String> content(Volume volume) {
    Map<Long, String> content = new LinkedHashMap<>();
    VolumeFiles files = volume.retainFiles();
    files
        .map()
        .visit((id, location) -> {
          if (!location.isDeleted()) {
            content.put(id, read(volume, new ReadRequest(key(id)).withoutCookieCheck()));
          }
        });
    files.release();
    return content;
  }

  @ParameterizedTest
  @MethodSource("golden")
  void aVolumeOfTheGoServerIsVacuumed(Corpus.Volume golden) {
    put(VolumeFile.DATA, golden.data());
    put(VolumeFile.INDEX, golden.index());
    Volume volume = volumes.open();
    Map<Long, String> before = content(volume);
    before.values().removeIf("Expired"::equals);

    vacuum(volume);

    assertThat(content(volume)).isEqualTo(before);
    assertThat(content(volumes.reopen(volume))).isEqualTo(before);
  }

  /// Puts the volume that the Go server vacuumed, and reads it.
  private Map<Long, String> contentBefore() {
    put(VolumeFile.DATA, "vacuum/6-before.dat");
    put(VolumeFile.INDEX, "vacuum/6-before.idx");
    Volume before = volumes.open();
    Map<Long, String> content = content(before);
    TestVolumes.close(before);
    return content;
  }

  @Test
  void aVacuumThatTheGoServerDidNotCommitIsUndone() {
    events.expect("vacuum.recovered");
    Map<Long, String> content = contentBefore();
    put(VolumeFile.COMPACTED_DATA, "vacuum/6.cpd");
    put(VolumeFile.COMPACTED_INDEX, "vacuum/6.cpx");

    assertThat(VacuumRepair.run(volumes.environment, TestVolumes.PATHS))
        .isEqualTo(new VacuumRecovery.Discard(true, true));

    requireNoTrace(disk);
    Volume volume = volumes.open();
    assertThat(volume.status().superBlock().revision()).isEqualTo(CompactionRevision.FIRST);
    assertThat(content(volume)).isEqualTo(content);
  }

  @Test
  void aVacuumThatTheGoServerCommittedIsFinished() {
    events.expect("vacuum.recovered");
    Map<Long, String> content = contentBefore();
    // Its own time to live, in a volume that has none, is what the Go server's vacuum loses.
    assertThat(content.remove(11L)).isNotNull();
    put(VolumeFile.COMPACTED_DATA, "vacuum/6.cpd");
    put(VolumeFile.COMPACTED_INDEX, "vacuum/6.cpx");
    disk.open(TestVolumes.PATHS.of(VolumeFile.COMPACTION_COMMITTED), OpenMode.CREATE_NEW).close();

    assertThat(VacuumRepair.run(volumes.environment, TestVolumes.PATHS))
        .isEqualTo(new VacuumRecovery.Finish(true, true));

    requireNoTrace(disk);
    Volume volume = volumes.open();
    assertThat(volume.state()).isEqualTo(new VolumeState.Writable());
    assertThat(volume.status().superBlock().revision()).isEqualTo(new CompactionRevision(1));
    assertThat(content(volume)).isEqualTo(content);
  }
}

package atoll.volume.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.OpenMode;
import atoll.sim.disk.SimDisk;
import atoll.volume.Corpus;
import atoll.volume.files.VolumeFile;
import atoll.volume.info.RemoteFile;
import atoll.volume.info.VolumeInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SurveyTest {

  private static final Corpus.Volume THREE = Corpus.volumes().get(2);

  static List<Corpus.Volume> volumes() {
    return Corpus.volumes();
  }

  @ParameterizedTest
  @MethodSource("volumes")
  void volumesOfTheGoServerAreClean(Corpus.Volume corpus) {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk(), corpus)) {
      assertThat(fixture.check()).isEmpty();
      assertThat(fixture.plan(new FixOptions(false, false))).isInstanceOf(FixPlan.Nothing.class);
    }
  }

  @Test
  void everyRecordAndNeedleIsCounted() {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk(), THREE);
        OfflineVolume volume = fixture.open();
        Survey survey = Survey.run(volume, _ -> {}, OfflineProgress.NONE)) {
      SurveyCounts counts = survey.counts();
      assertThat(counts.rows()).isEqualTo(Corpus.rows(THREE.index(), THREE.width()).size());
      assertThat(counts.records()).isEqualTo(counts.rows());
      assertThat(counts.live()).isEqualTo(fixture.needles().size());
      assertThat(counts.deleted()).isEqualTo(3);
      assertThat(counts.findings()).isZero();
    }
  }

  @Test
  void whatIsWrongWithAnIndexIsSaidRowByRow() {
    byte[] index = Corpus.content(THREE.index());
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk(), THREE)) {
      fixture.disk.delete(OfflineFixture.PATHS.index());
      assertThat(fixture.check())
          .extracting(Finding::kind)
          .containsExactly(Finding.Kind.INDEX_MISSING);

      fixture.write(OfflineFixture.PATHS.index(), Arrays.copyOf(index, index.length - 5));
      assertThat(fixture.check()).extracting(Finding::kind).contains(Finding.Kind.INDEX_TORN);

      // The second row is left out: its needle has no other.
      fixture.write(OfflineFixture.PATHS.index(), without(index, 1));
      List<Finding> missing = fixture.check();
      assertThat(missing).extracting(Finding::kind).containsExactly(Finding.Kind.ROW_MISSING);
      assertThat(missing.getFirst().what()).contains("does not know it");

      byte[] beyond = index.clone();
      beyond[16 + 8] = 0x10;
      fixture.write(OfflineFixture.PATHS.index(), beyond);
      assertThat(fixture.check())
          .extracting(Finding::kind)
          .containsExactly(Finding.Kind.ROW_BEYOND_END, Finding.Kind.ROW_MISSING);

      byte[] other = index.clone();
      other[16 + 11]++;
      fixture.write(OfflineFixture.PATHS.index(), other);
      List<Finding> disagrees = fixture.check();
      assertThat(disagrees)
          .extracting(Finding::kind)
          .containsExactly(Finding.Kind.ROW_DISAGREES, Finding.Kind.ROW_MISSING);
      assertThat(disagrees.getFirst().offset()).isEqualTo(16);
      assertThat(disagrees.getFirst().toString()).startsWith("/v/7.idx at offset 16: needle 2");
    }
  }

  private static byte[] without(byte[] index, int row) {
    ByteBuffer rest = ByteBuffer.allocate(index.length - 16);
    rest.put(index, 0, row * 16).put(index, (row + 1) * 16, index.length - (row + 1) * 16);
    return rest.array();
  }

  @Test
  void aVolumeWithinANeedleIsNotTakenForRecords() {
    byte[] inner = Corpus.content(THREE.data());
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk(), THREE)) {
      OfflineVolumes.append(fixture, 0x77, inner);
      OfflineVolumes.append(fixture, 0x78, "behind".getBytes(StandardCharsets.UTF_8));
      Map<String, String> before = fixture.needles();
      assertThat(fixture.check()).isEmpty();
      // Damages the length of the needle that holds a volume: only the index knows where it ends.
      byte[] data = fixture.read(OfflineFixture.PATHS.data());
      data[inner.length + 13] ^= 0x40;
      fixture.write(OfflineFixture.PATHS.data(), data);

      List<Finding> found = fixture.check();
      assertThat(found)
          .extracting(Finding::kind)
          .containsExactly(Finding.Kind.DAMAGE, Finding.Kind.NEEDLE_LOST);
      before.remove("77");
      assertThat(fixture.needles()).isEqualTo(before).containsKey("78");
    }
  }

  @Test
  void whatIsLeftBesideAVolumeIsNoted() {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk(), THREE)) {
      fixture.disk.open(OfflineFixture.PATHS.of(VolumeFile.COPYING), OpenMode.CREATE).close();
      assertThat(fixture.check()).isEmpty();
      assertThat(fixture.plan(new FixOptions(true, true)).text()).contains("/v/7.note");
      fixture.write(OfflineFixture.PATHS.info(), new byte[] {'{'});
      assertThat(fixture.check()).extracting(Finding::kind).containsExactly(Finding.Kind.INFO);
    }
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 1, 2, 9, -1})
  void aWrongVersionInTheSuperBlockIsToldFromTheRecords(byte version) {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk(), THREE)) {
      byte[] data = Corpus.content(THREE.data());
      data[0] = version;
      fixture.write(OfflineFixture.PATHS.data(), data);
      String correction = "whole in version 3: correct the first byte of the file to 3";
      if (version == 1 || version == 2) {
        assertThat(fixture.check())
            .filteredOn(finding -> finding.kind() == Finding.Kind.SUPER_BLOCK)
            .singleElement()
            .satisfies(finding ->
                assertThat(finding.toString())
                    .startsWith("/v/7.dat at offset 0: the super block says version " + version)
                    .endsWith(correction));
        // Not even when told to: in another version no record would be left.
        assertThat(fixture.plan(new FixOptions(true, true)).text()).contains(correction);
      } else {
        assertThatThrownBy(fixture::open)
            .isInstanceOfSatisfying(
                AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT))
            .hasMessageStartingWith("/v/7.dat at offset 0")
            .hasMessageEndingWith(correction);
      }
    }
  }

  @Test
  void aVolumeWithoutAnInfoFileIsSoundAndOneInRemoteStorageSaysWhere() {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk(), THREE)) {
      fixture.disk.delete(OfflineFixture.PATHS.info());
      assertThat(fixture.check()).isEmpty();
      fixture.disk.delete(OfflineFixture.PATHS.data());
      RemoteFile remote = new RemoteFile("s3", "cold", "7.dat", 0, 100, 1, ".dat");
      fixture.write(
          OfflineFixture.PATHS.info(),
          VolumeInfo.EMPTY.withFiles(List.of(remote)).write().toArray());
      assertThatThrownBy(fixture::open)
          .hasMessage("/v/7.dat lies in remote storage (s3.cold); fetch it first");
    }
  }

  @Test
  void aFileThatIsNoVolumeIsCorruptAndAMissingOneIsNotFound() {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk())) {
      assertThatThrownBy(fixture::open)
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
      fixture.write(OfflineFixture.PATHS.data(), new byte[] {9, 9, 9});
      assertThatThrownBy(fixture::open)
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT))
          .hasMessageContaining("/v/7.dat");
    }
  }
}

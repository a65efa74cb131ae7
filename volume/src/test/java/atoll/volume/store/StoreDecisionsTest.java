package atoll.volume.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskSpace;
import atoll.volume.files.VolumeName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoreDecisionsTest {

  @Test
  void aFloorIsPercentOrASize() {
    DiskSpace space = new DiskSpace(1000, 110, 99);
    assertThat(SpaceFloor.parse("10").isBroken(space)).isTrue();
    assertThat(SpaceFloor.parse("9.9").isBroken(space)).isFalse();
    assertThat(SpaceFloor.parse("0").isBroken(space)).isFalse();
    assertThat(SpaceFloor.parse("100B").isBroken(space)).isTrue();
    assertThat(SpaceFloor.parse("99B").isBroken(space)).isFalse();
    assertThat(SpaceFloor.parse("1KiB").isBroken(space)).isTrue();
    assertThatThrownBy(() -> SpaceFloor.parse("plenty")).hasMessageContaining("plenty");
  }

  @Test
  void automaticLimitsCountWhatFits() {
    assertThat(VolumeCapacity.automatic(3, 0, 1000, 0)).isZero();
    assertThat(VolumeCapacity.automatic(3, 0, 1000, 100)).isEqualTo(13);
    assertThat(VolumeCapacity.automatic(3, 11, 99, 100)).isEqualTo(5);
    assertThat(VolumeCapacity.automatic(3, 0, -500, 100)).isEqualTo(3);
    assertThat(VolumeCapacity.automatic(0, 0, 99, 100)).isEqualTo(1);
    assertThat(VolumeCapacity.automatic(1, 0, Long.MAX_VALUE, 1)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aNewVolumeGoesWhereTheFewestAre() {
    List<Placement.Candidate> candidates =
        List.of(
            new Placement.Candidate(0, "", true, 2, 0, 8, 100),
            new Placement.Candidate(1, "", true, 1, 0, 1, 100),
            new Placement.Candidate(2, "", false, 0, 0, 8, 100),
            new Placement.Candidate(3, "ssd", true, 5, 0, 0, 100),
            new Placement.Candidate(4, "", true, 2, 0, 8, 100),
            new Placement.Candidate(5, "", true, 1, 61, 8, 100));
    assertThat(chosen(candidates, "")).contains(0);
    assertThat(chosen(candidates, "ssd")).contains(3);
    assertThat(chosen(candidates, "nvme")).isEmpty();
  }

  private static Optional<Integer> chosen(List<Placement.Candidate> candidates, String type) {
    return Placement.choose(candidates, type).map(Placement.Candidate::number);
  }

  @Test
  void aCopyGoesWhereMostSlotsAreFreeAndRoomIsLeft() {
    List<Placement.Candidate> candidates =
        List.of(
            new Placement.Candidate(0, "", true, 2, 0, 8, 1000),
            new Placement.Candidate(1, "", true, 0, 31, 8, 100),
            new Placement.Candidate(2, "", true, 0, 0, 8, 10),
            new Placement.Candidate(3, "", false, 0, 0, 50, 5000),
            new Placement.Candidate(4, "ssd", true, 700, 0, 0, 100));
    assertThat(copied(candidates, "", 9)).contains(2);
    assertThat(copied(candidates, "", 10)).contains(0);
    assertThat(copied(candidates, "", 1000)).isEmpty();
    assertThat(copied(candidates, "ssd", 50)).contains(4);
  }

  private static Optional<Integer> copied(
      List<Placement.Candidate> candidates, String type, long bytes) {
    return Placement.chooseForCopy(candidates, type, bytes).map(Placement.Candidate::number);
  }

  @Test
  void tagsBelongToOneDirectoryAfterTheOther() {
    assertThat(DirectorySettings.tagsOf("fast:ssd,archive", 3))
        .containsExactly(List.of("fast", "ssd"), List.of("archive"), List.of());
    assertThat(DirectorySettings.tagsOf(" Fast: fast ::b", 2))
        .containsExactly(List.of("fast", "b"), List.of("fast", "b"));
    assertThat(DirectorySettings.tagsOf(" ", 1)).containsExactly(List.of());
  }

  @Test
  void shardsAreCountedByTheirNames() {
    List<DiskEntry> entries =
        Stream.of("1.ec00", "1.ec13", "c_2.ec101", "1.ecx", "1.ecj", "1.ec1", "1.ecsum")
            .map(name -> new DiskEntry(Path.of(name), DiskEntry.Kind.FILE, 100, Instant.EPOCH))
            .toList();
    assertThat(DirectoryScan.shardFiles(entries)).isEqualTo(3);
  }

  @Test
  void theFirstOfTwoIsServedUnlessItIsEmpty() {
    var empty = new Duplicates.Found(0, StoreFixture.name(7), false);
    var full = new Duplicates.Found(1, StoreFixture.name("c", 7), true);
    var later = new Duplicates.Found(2, StoreFixture.name(7), true);
    var other = new Duplicates.Found(2, StoreFixture.name(8), false);
    Duplicates.Decision decision = Duplicates.decide(List.of(empty, full, later, other));
    assertThat(decision.serve()).containsExactly(full, other);
    assertThat(decision.left())
        .containsExactly(new Duplicates.Left(empty, full), new Duplicates.Left(later, full));
  }

  @Test
  void namesTellWhatAStartDoes() {
    assertThat(found("7.dat")).isEqualTo("[Serve[name=7, hasNeedles=true]]");
    assertThat(found("c_7.idx", "c_7.vif"))
        .isEqualTo("[LeaveAside[name=c_7, why=it has no .dat file]]");
    assertThat(found("7.dat", "7.idx", "7.note")).isEqualTo("[Remove[name=7]]");
    assertThat(found("7.vif", "7.ecx", "7.ec00")).isEqualTo("[]");
    assertThat(found("7.dat", "7.ecx")).startsWith("[LeaveAside[name=7, why=shards");
    assertThat(found("7.dat", "7.ecx", "7.note")).startsWith("[LeaveAside[name=7, why=shards");
    assertThat(found("7.cpd")).isEqualTo("[Serve[name=7, hasNeedles=false]]");
    assertThat(found("07.dat", "x", "vol_dir.uuid")).isEqualTo("[]");
  }

  private static String found(String... names) {
    List<DiskEntry> entries =
        Arrays.stream(names)
            .map(name -> new DiskEntry(Path.of(name), DiskEntry.Kind.FILE, 100, Instant.EPOCH))
            .toList();
    return DirectoryScan.findings(entries, entries, _ -> true).toString();
  }

  @Test
  void onlyVolumesWithoutNeedlesAreAskedWhetherTheyWereEncoded() {
    List<VolumeName> asked = new ArrayList<>();
    List<DiskEntry> entries =
        Stream.of("1.dat 8", "1.vif 9", "1.ecx 9", "2.dat 0", "2.vif 9", "3.dat 9", "3.vif 9")
            .map(text -> text.split(" ", 2))
            .map(part -> entry(part[0], Integer.parseInt(part[1])))
            .toList();
    List<DiskEntry> others =
        List.of(entry("4.dat", 8), entry("5.dat", 8), entry("5.vif", 9), entry("5.cpd", 9));
    List<DiskEntry> all = Stream.concat(entries.stream(), others.stream()).toList();
    assertThat(
            DirectoryScan.findings(
                all,
                all,
                name -> {
                  asked.add(name);
                  return name.id().equals(StoreFixture.id(1));
                }))
        .contains(new DirectoryScan.Finding.RemoveRemainder(StoreFixture.name(1)))
        .contains(new DirectoryScan.Finding.Serve(StoreFixture.name(2), false))
        .hasSize(5);
    assertThat(asked).containsExactlyInAnyOrder(StoreFixture.name(1), StoreFixture.name(2));
  }

  private static DiskEntry entry(String name, long bytes) {
    return new DiskEntry(Path.of(name), DiskEntry.Kind.FILE, bytes, Instant.EPOCH);
  }

  @Test
  void diskTypesAreWrittenOneWay() {
    assertThat(DirectorySettings.diskTypeOf("HDD")).isEmpty();
    assertThat(DirectorySettings.diskTypeOf("")).isEmpty();
    assertThat(DirectorySettings.diskTypeOf("SSD")).isEqualTo("ssd");
  }
}

package atoll.volume;

import static atoll.volume.TestVolumes.delete;
import static atoll.volume.TestVolumes.key;
import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.read;
import static atoll.volume.TestVolumes.write;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Event;
import atoll.sim.RecordingEvents;
import atoll.sim.SimClock;
import atoll.sim.disk.SimDisk;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.Ttl;
import atoll.volume.superblock.CompactionRevision;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VolumeRepairTest {

  private static final Path DATA = TestVolumes.PATHS.data();
  private static final Path INDEX = TestVolumes.PATHS.index();

  private final SimClock clock = new SimClock();
  private final SimDisk disk = new SimDisk(clock);
  private final RecordingEvents events = new RecordingEvents();
  private final TestVolumes volumes = new TestVolumes(disk, clock, events);

  @AfterEach
  void nothingUnexpectedWasReported() {
    events.close();
    volumes.close();
  }

  /// Needles 1 to 4, of which 1 was overwritten and 3 deleted.
  private void filled(FormatVersion version) {
    SuperBlock block =
        new SuperBlock(
            version, ReplicaPlacement.NONE, Ttl.NONE, CompactionRevision.FIRST, Bytes.EMPTY);
    Volume volume = Volume.create(volumes.environment, TestVolumes.PATHS, block, OffsetWidth.FOUR);
    write(volume, needle(1, "first"));
    write(volume, needle(2, "second"));
    write(volume, needle(3, "third"));
    write(volume, needle(1, "first, anew"));
    delete(volume, new NeedleDelete(key(3)));
    write(volume, needle(4, ""));
    TestVolumes.close(volume);
  }

  private Volume requireWhole() {
    Volume volume = volumes.open();
    assertThat(volume.state()).isEqualTo(new VolumeState.Writable());
    assertThat(read(volume, 1)).isEqualTo("first, anew");
    assertThat(read(volume, 2)).isEqualTo("second");
    assertThat(read(volume, 3)).isEqualTo("Deleted");
    assertThat(read(volume, new ReadRequest(key(3)).andDeleted())).isEqualTo("third");
    assertThat(read(volume, 4)).isEmpty();
    return volume;
  }

  private long size(Path path) {
    return disk.find(path).map(DiskEntry::sizeBytes).orElseThrow();
  }

  private void cut(Path path, long bytes) {
    try (DiskFile file = disk.open(path, OpenMode.WRITE)) {
      file.truncate(file.size() - bytes);
    }
  }

  private void append(Path path, byte[] bytes) {
    try (DiskFile file = disk.open(path, OpenMode.WRITE)) {
      file.append(TestVolumes.direct(bytes));
    }
  }

  private void overwrite(Path path, long offset, byte[] bytes) {
    try (DiskFile file = disk.open(path, OpenMode.WRITE)) {
      file.writeAt(offset, TestVolumes.direct(bytes));
    }
  }

  private byte[] content(Path path) {
    try (DiskFile file = disk.open(path, OpenMode.READ)) {
      ByteBuffer content = ByteBuffer.allocateDirect((int) file.size());
      file.readAt(0, content);
      return Bytes.copyOf(content.flip()).toArray();
    }
  }

  @ParameterizedTest
  @EnumSource(FormatVersion.class)
  void aMissingIndexIsMadeFromTheRecords(FormatVersion version) {
    filled(version);
    byte[] before = content(INDEX);
    disk.delete(INDEX);

    requireWhole();

    assertThat(content(INDEX)).isEqualTo(before);
    assertThat(events.of("volume.repaired")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(FormatVersion.class)
  void anEmptyIndexIsFilledFromTheRecords(FormatVersion version) {
    filled(version);
    byte[] before = content(INDEX);
    cut(INDEX, before.length);

    requireWhole();

    assertThat(content(INDEX)).isEqualTo(before);
  }

  @Test
  void rowsThatAreMissingOrTornAtTheEndAreAdded() {
    filled(FormatVersion.V3);
    byte[] before = content(INDEX);
    for (int lost = 1; lost < before.length; lost += 5) {
      cut(INDEX, lost);

      TestVolumes.close(requireWhole());

      assertThat(content(INDEX)).as("after the loss of %d bytes", lost).isEqualTo(before);
    }
  }

  @Test
  void aTornRowAloneIsCutOff() {
    filled(FormatVersion.V3);
    byte[] before = content(INDEX);
    append(INDEX, new byte[] {1, 2, 3});

    requireWhole();

    assertThat(content(INDEX)).isEqualTo(before);
  }

  @Test
  void bytesBehindTheLastRecordAreSavedAndCut() {
    filled(FormatVersion.V3);
    byte[] before = content(DATA);
    byte[] torn = new byte[100];
    torn[50] = 77;
    append(DATA, torn);

    requireWhole();

    assertThat(content(DATA)).isEqualTo(before);
    Path saved = Path.of(DATA + ".tail-" + before.length);
    assertThat(content(saved)).isEqualTo(torn);
    assertThat(events.of("volume.repaired").getFirst().message()).contains(saved.toString());
  }

  @Test
  void aRecordTornAnywhereGoesWithItsRowAndIsSaved() {
    filled(FormatVersion.V3);
    byte[] before = content(DATA);
    byte[] rows = content(INDEX);
    Volume volume = volumes.open();
    write(volume, needle(5, "torn by a crash"));
    TestVolumes.close(volume);
    byte[] whole = content(DATA);
    byte[] allRows = content(INDEX);
    for (int end = whole.length - 1; end > before.length; end--) {
      overwrite(DATA, 0, whole);
      cut(DATA, size(DATA) - end);
      overwrite(INDEX, 0, allRows);

      Volume again = volumes.open();

      if (again.state().takesWrites()) {
        assertThat(read(again, 5)).isEqualTo("NotFound");
        assertThat(content(DATA)).isEqualTo(before);
        assertThat(content(INDEX)).isEqualTo(rows);
        assertThat(disk.find(Path.of(DATA + ".tail-" + before.length))).isPresent();
      } else {
        // Exactly the length at which it is whole in an older format version.
        events.expect("volume.damaged");
        assertThat(end).isEqualTo(whole.length - 8);
      }
      TestVolumes.close(again);
    }
  }

  @Test
  void nothingIsCutWhereARecordLiesBehindDamage() {
    filled(FormatVersion.V3);
    Volume volume = volumes.open();
    long offset = ((WriteResult.Written) write(volume, needle(5, "damaged"))).offset();
    write(volume, needle(6, "whole"));
    TestVolumes.close(volume);
    overwrite(DATA, offset, new byte[24]);
    cut(INDEX, 32);
    byte[] data = content(DATA);
    byte[] index = content(INDEX);
    events.expect("volume.damaged");

    Volume again = volumes.open();

    assertThat(again.state()).isInstanceOf(VolumeState.ReadOnly.class);
    assertThat(read(again, 2)).isEqualTo("second");
    assertThat(content(DATA)).isEqualTo(data);
    assertThat(content(INDEX)).isEqualTo(index);
    assertThat(events.of("volume.damaged").getFirst().message())
        .contains("offset " + offset, "volume tool");
  }

  @Test
  void aLastRecordWhoseHeaderRottedIsNotTakenForTorn() {
    filled(FormatVersion.V3);
    Volume volume = volumes.open();
    long offset = ((WriteResult.Written) write(volume, needle(5, "rotten"))).offset();
    TestVolumes.close(volume);
    byte[] whole = content(DATA);
    events.expect("volume.damaged");
    for (int bit = 0; bit < 128; bit++) {
      byte[] flipped = whole.clone();
      flipped[(int) offset + bit / 8] ^= (byte) (1 << bit % 8);
      overwrite(DATA, 0, flipped);

      Volume again = volumes.open();

      assertThat(content(DATA)).as("bit %d", bit).isEqualTo(flipped);
      assertThat(read(again, 5)).isIn("Corrupt", "CookieMismatch");
      TestVolumes.close(again);
    }
  }

  @Test
  void aSuperBlockOfAnotherVersionCutsNothing() {
    for (FormatVersion version : List.of(FormatVersion.V2, FormatVersion.V3)) {
      filled(version);
      Volume volume = volumes.open();
      write(volume, needle(5, "last"));
      TestVolumes.close(volume);
      byte[] data = content(DATA);
      byte[] index = content(INDEX);
      for (byte other = 1; other <= 3; other++) {
        overwrite(DATA, 0, new byte[] {other});
        events.expect("volume.damaged");
        Volume again = volumes.open();
        assertThat(read(again, 2)).isIn("second", "Corrupt");
        TestVolumes.close(again);
        overwrite(DATA, 0, new byte[] {(byte) version.number()});
        assertThat(content(DATA)).isEqualTo(data);
        assertThat(content(INDEX)).isEqualTo(index);
      }
      disk.delete(DATA);
    }
  }

  @Test
  void aMarkedVolumeIsNotTouched() {
    filled(FormatVersion.V3);
    disk.delete(TestVolumes.PATHS.info());
    byte[] marked =
        "{\"version\":3,\"bytesOffset\":4,\"readOnly\":true}".getBytes(StandardCharsets.UTF_8);
    try (DiskFile file = disk.open(TestVolumes.PATHS.info(), OpenMode.CREATE_NEW)) {
      file.append(TestVolumes.direct(marked));
    }
    cut(INDEX, 16);
    byte[] index = content(INDEX);
    events.expect("volume.damaged");

    Volume volume = volumes.open();

    assertThat(content(INDEX)).isEqualTo(index);
    // In memory the record without a row is known all the same.
    assertThat(read(volume, 4)).isEmpty();
    assertThat(volume.state())
        .isEqualTo(VolumeState.of(Set.of(Restriction.MARKED, Restriction.DAMAGED)));
  }

  @Test
  void whatTheIndexPromisesBeyondTheDataIsDroppedAndTheOldIndexKept() {
    filled(FormatVersion.V3);
    Volume volume = volumes.open();
    long end = volume.status().dataBytes();
    byte[] rows = content(INDEX);
    write(volume, needle(5, "lost"));
    write(volume, needle(6, "lost too"));
    TestVolumes.close(volume);
    byte[] allRows = content(INDEX);
    cut(DATA, size(DATA) - end);

    Volume again = requireWhole();

    assertThat(read(again, 5)).isEqualTo("NotFound");
    assertThat(content(INDEX)).isEqualTo(rows);
    assertThat(content(Path.of(INDEX + ".tail-0"))).isEqualTo(allRows);
    assertThat(events.of("volume.repaired").stream().map(Event::message))
        .anySatisfy(message -> assertThat(message).contains("2 rows of the index"));
  }
}

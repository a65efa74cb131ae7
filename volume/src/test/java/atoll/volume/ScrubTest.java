package atoll.volume;

import static atoll.volume.TestVolumes.delete;
import static atoll.volume.TestVolumes.direct;
import static atoll.volume.TestVolumes.key;
import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.RecordingEvents;
import atoll.sim.SimClock;
import atoll.sim.disk.SimDisk;
import atoll.volume.files.VolumeFile;
import atoll.volume.index.IndexRow;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleId;
import atoll.volume.scrub.Scrub;
import atoll.volume.scrub.ScrubResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrubTest {

  private static final String LARGE = "0123456789abcdef".repeat(100_000);

  private final SimClock clock = new SimClock();
  private final SimDisk disk = new SimDisk(clock);
  private final RecordingEvents events = new RecordingEvents();
  private final TestVolumes volumes = new TestVolumes(disk, clock, events);

  @AfterEach
  void nothingUnexpectedWasReported() {
    events.close();
    volumes.close();
  }

  private Volume filled() {
    Volume volume = volumes.create();
    for (long id = 1; id <= 20; id++) {
      write(volume, needle(id, "needle " + id));
    }
    write(volume, needle(3, "another"));
    delete(volume, new NeedleDelete(key(4)));
    write(volume, needle(30, LARGE));
    write(volume, needle(31, ""));
    return volume;
  }

  private ScrubResult run(Volume volume, Function<Scrub, ScrubResult> work) {
    List<Scrub.Begin> begins = new ArrayList<>();
    Scrub.begin(volume, volumes.buffers, begins::add);
    assertThat(begins).hasSize(1).first().isInstanceOf(Scrub.Begin.Begun.class);
    try (Scrub scrub = ((Scrub.Begin.Begun) begins.getFirst()).scrub()) {
      return work.apply(scrub);
    }
  }

  private ScrubResult index(Volume volume) {
    return run(volume, scrub -> scrub.index(() -> false));
  }

  private ScrubResult all(Volume volume) {
    return run(volume, scrub -> scrub.all(() -> false));
  }

  private void change(VolumeFile file, Function<DiskFile, Long> where, ByteBuffer bytes) {
    try (DiskFile open = disk.open(TestVolumes.PATHS.of(file), OpenMode.WRITE)) {
      open.writeAt(where.apply(open), bytes);
    }
  }

  @Test
  void aWholeVolumeHasNoFaults() {
    Volume volume = filled();
    assertThat(index(volume)).isEqualTo(new ScrubResult(24, List.of()));
    assertThat(all(volume)).isEqualTo(new ScrubResult(24, List.of()));
    TestVolumes.close(volume);
  }

  @Test
  void anEmptyVolumeHasNoFaults() {
    Volume volume = volumes.create();
    assertThat(all(volume)).isEqualTo(new ScrubResult(0, List.of()));
    TestVolumes.close(volume);
  }

  @Test
  void whatSomebodyAddsToTheIndexIsSeen() {
    Volume volume = filled();
    change(VolumeFile.INDEX, DiskFile::size, direct("xy"));
    String fault = "expected an index file of size 386, got 384";
    assertThat(index(volume).faults()).containsExactly(fault);
    assertThat(all(volume).faults()).containsExactly(fault);
    TestVolumes.close(volume);
  }

  @Test
  void damagedDataIsFoundWhereverItLies() {
    Volume volume = filled();
    long last = volume.status().dataBytes();
    change(VolumeFile.DATA, _ -> 8L + 16 + 4 + 2, direct("#"));
    change(VolumeFile.DATA, _ -> last - 700_000, direct("#"));
    assertThat(index(volume).faults()).isEmpty();
    assertThat(all(volume).faults())
        .hasSize(2)
        .satisfies(faults -> {
          assertThat(faults.get(0))
              .startsWith("failed to read needle 1 on volume 7: ")
              .contains("/data/7.dat at offset 8", "invalid CRC");
          assertThat(faults.get(1)).startsWith("failed to read needle 30 on volume 7: ");
        });
    TestVolumes.close(volume);
  }

  @Test
  void anotherNeedleInItsPlaceIsFound() {
    Volume volume = filled();
    change(VolumeFile.DATA, _ -> 8L + 11, direct("\t"));
    assertThat(all(volume).faults())
        .containsExactly(
            "failed to read needle 1 on volume 7: /data/7.dat at offset 8: there is needle 9 of"
                + " size %d".formatted(sizeOfFirst(volume)));
    TestVolumes.close(volume);
  }

  private static int sizeOfFirst(Volume volume) {
    VolumeFiles files = volume.retainFiles();
    try {
      return Objects.requireNonNull(files.map().find(1)).size();
    } finally {
      files.release();
    }
  }

  @Test
  void aDataFileThatWasCutIsFound() {
    Volume volume = filled();
    try (DiskFile data = disk.open(TestVolumes.PATHS.data(), OpenMode.WRITE)) {
      data.truncate(8);
    }
    List<String> faults = all(volume).faults();
    assertThat(faults).hasSize(24);
    assertThat(faults.getFirst()).contains("it would end at ", "but the data ends at 8");
    assertThat(faults.getLast())
        .startsWith("data file for volume 7 is smaller (8) than the 24 needles it contains");
    TestVolumes.close(volume);
  }

  @Test
  void dataOfWhichNoRowSpeaksIsFound() {
    Volume volume = filled();
    long bytes = volume.status().dataBytes();
    change(VolumeFile.DATA, DiskFile::size, direct("12345678"));
    assertThat(all(volume).faults())
        .containsExactly(
            "data file size for volume 7 (%d) doesn't match the size for 24 needles read (%d)"
                .formatted(bytes + 8, bytes));
    TestVolumes.close(volume);
  }

  @Test
  void anIndexWithoutRowsSpeaksOfNoData() {
    Volume volume = filled();
    long bytes = volume.status().dataBytes();
    try (DiskFile open = disk.open(TestVolumes.PATHS.index(), OpenMode.WRITE)) {
      open.truncate(0);
    }
    ScrubResult found =
        new ScrubResult(0, List.of("zero-size IDX file for volume 7 with store size " + bytes));
    assertThat(index(volume)).isEqualTo(found);
    assertThat(all(volume)).isEqualTo(found);
    TestVolumes.close(volume);
  }

  @Test
  void rowsThatLeadToTheSameBytesAreFound() {
    Volume volume = filled();
    ByteBuffer row = ByteBuffer.allocateDirect(16);
    new IndexRow(new NeedleId(77), 8, 5).write(row, OffsetWidth.FOUR);
    change(VolumeFile.INDEX, DiskFile::size, row.flip());
    assertThat(index(volume).faults())
        .singleElement()
        .asString()
        .contains("needle 77 (#25) at [8-", "overlaps needle 1 at [8-");
    TestVolumes.close(volume);
  }

  @Test
  void anIndexInAnotherOrderIsFine() {
    Volume volume = volumes.create();
    for (long id = 1; id <= 2000; id++) {
      write(volume, needle(id, "needle " + id));
    }
    TestVolumes.close(volume);
    reverseRows();
    Volume reversed = volumes.open();
    assertThat(all(reversed)).isEqualTo(new ScrubResult(2000, List.of()));
    TestVolumes.close(reversed);
  }

  private void reverseRows() {
    try (DiskFile file = disk.open(TestVolumes.PATHS.index(), OpenMode.WRITE)) {
      int rows = (int) file.size() / 16;
      ByteBuffer old = ByteBuffer.allocateDirect(rows * 16);
      file.readAt(0, old);
      ByteBuffer reversed = ByteBuffer.allocateDirect(rows * 16);
      for (int row = rows - 1; row >= 0; row--) {
        reversed.put(old.slice(row * 16, 16));
      }
      file.writeAt(0, reversed.flip());
    }
  }

  @Test
  void aScrubEndsWhenItShallStop() {
    Volume volume = filled();
    assertThatThrownBy(() -> run(volume, scrub -> scrub.all(() -> true)))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CANCELLED));
    TestVolumes.close(volume);
  }

  @Test
  void whatIsWrittenBesideAScrubIsNotItsAffair() {
    Volume volume = filled();
    ScrubResult result =
        run(
            volume,
            scrub -> {
              write(volume, needle(90, "later"));
              return scrub.all(() -> false);
            });
    assertThat(result).isEqualTo(new ScrubResult(24, List.of()));
    TestVolumes.close(volume);
  }

  @Test
  void aClosedVolumeIsNotScrubbed() {
    Volume volume = filled();
    TestVolumes.close(volume);
    List<Scrub.Begin> begins = new ArrayList<>();
    Scrub.begin(volume, volumes.buffers, begins::add);
    assertThat(begins).singleElement().isInstanceOf(Scrub.Begin.Failed.class);
  }
}

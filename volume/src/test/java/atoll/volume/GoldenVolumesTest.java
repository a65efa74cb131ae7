package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.RecordingEvents;
import atoll.sim.SimClock;
import atoll.sim.disk.SimDisk;
import atoll.volume.index.IndexRow;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.Needle;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.Place;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Volumes that the Go server wrote, opened, read and written to.
class GoldenVolumesTest {

  private final SimClock clock = new SimClock();
  private final SimDisk disk = new SimDisk(clock);
  private final RecordingEvents events = new RecordingEvents();
  private final TestVolumes volumes = new TestVolumes(disk, clock, events);

  @AfterEach
  void nothingUnexpectedWasReported() {
    events.close();
    volumes.close();
  }

  static List<Corpus.Volume> goVolumes() {
    return Corpus.volumes();
  }

  private void put(Path path, byte[] content) {
    try (DiskFile file = disk.open(path, OpenMode.CREATE)) {
      file.truncate(0);
      file.append(TestVolumes.direct(content));
    }
  }

  private Volume open(Corpus.Volume golden) {
    put(TestVolumes.PATHS.data(), Corpus.content(golden.data()));
    put(TestVolumes.PATHS.index(), Corpus.content(golden.index()));
    return volumes.open();
  }

  /// What each needle of the index should be, by what the rows say.
  private static Map<Long, IndexRow> lastRows(Corpus.Volume golden) {
    Map<Long, IndexRow> last = new LinkedHashMap<>();
    Corpus.rows(golden.index(), golden.width()).forEach(row -> last.put(row.id().value(), row));
    return last;
  }

  private static Needle stored(Corpus.Volume golden, IndexRow row) {
    ByteBuffer file = Corpus.buffer(golden.data()).position((int) row.offset());
    Place place = new Place(golden.data(), row.offset());
    return golden.format().read(file, NeedleHeader.read(file, place), place);
  }

  @ParameterizedTest
  @MethodSource("goVolumes")
  void everyNeedleReadsAsItWasStored(Corpus.Volume golden) {
    // All needles of the corpus are younger than any time to live at the clock's beginning.
    Volume volume = open(golden);

    assertThat(volume.state()).isEqualTo(new VolumeState.Writable());
    assertThat(volume.status().width()).isEqualTo(golden.width());
    assertThat(volume.status().superBlock().version()).isEqualTo(golden.version());
    assertThat(events.of("volume.repaired")).isEmpty();
    lastRows(golden)
        .forEach((id, row) -> {
          Needle stored = stored(golden, row);
          ReadRequest request = new ReadRequest(stored.meta().key());
          switch (volume.read(request)) {
            case ReadResult.Found found -> {
              try (found) {
                assertThat(row.isLive()).isTrue();
                assertThat(found.needle().meta()).isEqualTo(stored.meta());
                assertThat(Bytes.copyOf(found.needle().data()))
                    .isEqualTo(Bytes.copyOf(stored.data()));
              }
            }
            case ReadResult.Deleted _ -> assertThat(row.isLive()).isFalse();
            case ReadResult.Expired _ -> {
              // Version 2 does not say when it was appended; it was modified in 2023.
              assertThat(golden.format().version()).isEqualTo(2);
              assertThat(stored.meta().attributes().ttl().minutes()).isEqualTo(3);
            }
            case ReadResult other ->
                throw new AssertionError("needle " + Long.toHexString(id) + ": " + other);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("goVolumes")
  void theIndexMadeFromTheRecordsLeadsToTheSameNeedles(Corpus.Volume golden) {
    Volume volume = open(golden);
    Map<Long, NeedleLocation> before = locations(volume);
    TestVolumes.close(volume);
    disk.delete(TestVolumes.PATHS.index());

    Volume again = Volume.open(volumes.environment, TestVolumes.PATHS, OffsetWidth.FOUR);

    Map<Long, NeedleLocation> after = locations(again);
    assertThat(after).hasSameSizeAs(before);
    before.forEach((id, location) -> {
      NeedleLocation found = Objects.requireNonNull(after.get(id));
      if (location.size() == 0 && found.isDeleted()) {
        // Needle 8 was overwritten with an empty body. In the records alone this cannot be told
        // from a deletion by a server that did not look at the needle.
        assertThat(id).isEqualTo(8);
      } else {
        assertThat(found).isEqualTo(location);
      }
    });
    assertThat(again.status().width()).isEqualTo(golden.width());
  }

  private static Map<Long, NeedleLocation> locations(Volume volume) {
    Map<Long, NeedleLocation> all = new LinkedHashMap<>();
    VolumeFiles files = volume.retainFiles();
    files.map().visit(all::put);
    files.release();
    return all;
  }

  @ParameterizedTest
  @MethodSource("goVolumes")
  void aVolumeOfTheGoServerIsWrittenOn(Corpus.Volume golden) {
    Volume volume = open(golden);
    List<WriteResult> results = new ArrayList<>();
    NeedleKey key = TestVolumes.key(0x7777);
    NeedleBody body = NeedleBody.of(TestVolumes.direct("from the other side"));

    volume.write(new NeedleWrite(key, NeedleAttributes.NONE, body), results::add);
    Volume again = volumes.reopen(volume);

    assertThat(results.getFirst()).isInstanceOf(WriteResult.Written.class);
    assertThat(TestVolumes.read(again, 0x7777)).isEqualTo("from the other side");
    assertThat(again.status().lastAppendedNanos())
        .isEqualTo(golden.format().version() == 3 ? volume.status().lastAppendedNanos() : 0);
    assertThat(events.of("volume.repaired")).isEmpty();
  }
}

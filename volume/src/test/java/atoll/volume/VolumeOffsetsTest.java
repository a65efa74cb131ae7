package atoll.volume;

import static atoll.volume.TestVolumes.key;
import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.read;
import static atoll.volume.TestVolumes.write;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.disk.DiskFile;
import atoll.sim.RecordingEvents;
import atoll.sim.SimClock;
import atoll.sim.disk.SimDisk;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.OffsetWidth;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What happens at 32 GiB, where 4-byte offsets end. The simulated disk keeps no holes.
class VolumeOffsetsTest {

  private static final long WRAP = OffsetWidth.FOUR.volumeBytesMax();

  private final SimDisk disk = new SimDisk();
  private final RecordingEvents events = new RecordingEvents();
  private final TestVolumes volumes = new TestVolumes(disk, new SimClock(), events);

  @AfterEach
  void nothingUnexpectedWasReported() {
    events.close();
    volumes.close();
  }

  @Test
  void theLastRecordMayReachBeyondWhatOffsetsCanSayButNoneBeginsThere() {
    Volume volume = volumes.create();
    long last = WRAP - 8;
    volume.exclusively(change -> {
      change.files().data().truncate(last);
      change.files().publish(last, change.files().indexEnd(), 0);
    });
    List<WriteResult> results = new ArrayList<>();
    // Both wait, so that the second is decided before the first is written.
    volume.exclusively(change -> {
      volume.write(needle(1, "one"), results::add);
      volume.write(needle(2, "two"), results::add);
    });

    assertThat(results.getFirst())
        .isInstanceOfSatisfying(
            WriteResult.Written.class, written -> assertThat(written.offset()).isEqualTo(last));
    assertThat(results.getLast()).isInstanceOf(WriteResult.Full.class);
    Volume again = volumes.reopen(volume);
    assertThat(again.state()).isEqualTo(new VolumeState.Writable());
    assertThat(read(again, 1)).isEqualTo("one");
    assertThat(write(again, needle(2, "two"))).isInstanceOf(WriteResult.Full.class);
  }

  /// Servers that let such a volume grow wrote the lower bits of its offsets.
  @Test
  void aNeedleBehindTheWrapOfItsOffsetIsFound() {
    Volume volume = volumes.create();
    write(volume, needle(1, "before the wrap"));
    WriteResult.Written written = (WriteResult.Written) write(volume, needle(2, "behind it"));
    volume.exclusively(change -> {
      VolumeFiles files = change.files();
      int bytes = (int) files.format().recordBytes(written.size());
      ByteBuffer record = ByteBuffer.allocateDirect(bytes);
      DiskFile data = files.data();
      data.readAt(written.offset(), record);
      data.writeAt(WRAP + 8, record.flip());
      // Where the row leads stands another needle.
      files.map().put(2, new NeedleLocation(8, written.size()));
    });

    assertThat(read(volume, 2)).isEqualTo("behind it");
    assertThat(read(volume, 1)).isEqualTo("before the wrap");
    // It takes two reads, which an event loop leaves to others.
    assertThat(read(volume, new ReadRequest(key(2)).withoutWaiting())).isEqualTo("WouldWait");
  }

  @Test
  void fiveByteOffsetsGoOnBehindThat() {
    Volume volume =
        Volume.create(volumes.environment, TestVolumes.PATHS, TestVolumes.FRESH, OffsetWidth.FIVE);
    volume.exclusively(change -> {
      change.files().data().truncate(WRAP + 64);
      change.files().publish(WRAP + 64, change.files().indexEnd(), 0);
    });

    write(volume, needle(1, "far"));

    Volume again = volumes.reopen(volume);
    assertThat(again.state()).isEqualTo(new VolumeState.Writable());
    assertThat(again.status().width()).isEqualTo(OffsetWidth.FIVE);
    assertThat(read(again, 1)).isEqualTo("far");
  }
}

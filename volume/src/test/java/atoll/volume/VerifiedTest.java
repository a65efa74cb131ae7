package atoll.volume;

import static atoll.volume.TestVolumes.key;
import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import atoll.sim.SimClock;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.SimDisk;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How long a checksum that agreed is believed.
class VerifiedTest {

  private static final String LARGE = "0123456789".repeat(150_000);

  private final SimClock clock = new SimClock();
  private final RecordingEvents events = new RecordingEvents();
  private final FaultyDisk disk =
      new FaultyDisk(new SimDisk(clock), new SeededRandomness(1), clock::advance);
  private final TestVolumes volumes = new TestVolumes(disk, clock, events);

  @AfterEach
  void close() {
    volumes.close();
  }

  private static NeedleStream open(Volume volume, long id) {
    return ((ReadResult.Opened) volume.read(new ReadRequest(key(id)))).stream();
  }

  private static void readWhole(Volume volume, long id) {
    try (NeedleStream stream = open(volume, id)) {
      assertThat(stream.read(ByteBuffer.allocateDirect(LARGE.length()))).isEqualTo(LARGE.length());
    }
  }

  private static boolean isVerified(Volume volume, long id) {
    try (NeedleStream stream = open(volume, id)) {
      return stream.isVerified();
    }
  }

  @Test
  void aNeedleIsBelievedForAWhileOnceAllOfItAgreed() {
    Volume volume = volumes.create();
    write(volume, needle(1, LARGE));
    write(volume, needle(2, LARGE));
    assertThat(isVerified(volume, 1)).as("nobody has read it").isFalse();
    try (NeedleStream stream = open(volume, 1)) {
      assertThat(stream.read(ByteBuffer.allocateDirect(1_000))).isEqualTo(1_000);
    }
    assertThat(isVerified(volume, 1)).as("a part was read").isFalse();

    readWhole(volume, 1);

    assertThat(isVerified(volume, 1)).isTrue();
    assertThat(isVerified(volume, 2)).isFalse();
    clock.advance(Duration.ofNanos(Verified.BELIEVED_NANOS - 1));
    assertThat(isVerified(volume, 1)).isTrue();
    clock.advance(Duration.ofNanos(1));
    assertThat(isVerified(volume, 1)).as("however often it was read since").isFalse();
  }

  @Test
  void aWriteOfTheSameIdIsAnotherRecord() {
    Volume volume = volumes.create();
    write(volume, needle(1, LARGE));
    readWhole(volume, 1);
    write(volume, needle(1, LARGE.replace('0', 'x')));
    assertThat(isVerified(volume, 1)).isFalse();
  }

  @Test
  void whatRottedIsNotBelieved() {
    Volume volume = volumes.create();
    long offset = ((WriteResult.Written) write(volume, needle(1, LARGE))).offset();
    disk.flipBit(TestVolumes.PATHS.data(), (offset + 20 + 1_400_000) * 8);
    assertThatThrownBy(() -> readWhole(volume, 1)).isInstanceOf(AtollException.class);
    assertThat(isVerified(volume, 1)).isFalse();
  }

  @Test
  void theDataLiesInTheFileWhereTheStreamSays() {
    Volume volume = volumes.create();
    write(volume, needle(1, LARGE));
    try (NeedleStream stream = open(volume, 1)) {
      ByteBuffer first = ByteBuffer.allocateDirect(10);
      stream.file().readAt(stream.dataAt(), first);
      assertThat(first.flip()).isEqualTo(TestVolumes.direct("0123456789"));
    }
  }
}

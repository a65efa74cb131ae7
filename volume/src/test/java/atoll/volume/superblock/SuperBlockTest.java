package atoll.volume.superblock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.volume.Corpus;
import atoll.volume.needle.Place;
import atoll.volume.needle.Ttl;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuperBlockTest {

  private static final Place PLACE = new Place("3.dat", 0);
  private static final ReplicaPlacement PLACEMENT = new ReplicaPlacement(0, 1, 2);

  @ParameterizedTest
  @EnumSource
  void theGoServersBlocksReadAndWriteBack(FormatVersion version) {
    ByteBuffer golden = Corpus.buffer("superblock/superblock-v" + version.number() + ".bin");
    SuperBlock block = SuperBlock.read(golden, PLACE);
    assertThat(block)
        .isEqualTo(
            new SuperBlock(
                version, PLACEMENT, new Ttl(3, 3), new CompactionRevision(0x1234), Bytes.EMPTY));
    assertThat(write(block)).isEqualTo(golden);
  }

  @Test
  void theExtraReadsAndWritesBack() {
    ByteBuffer golden = Corpus.buffer("superblock/superblock-v3-extra.bin");
    assertThat(SuperBlock.bytesToRead(golden, PLACE)).isEqualTo(golden.limit());
    SuperBlock block = SuperBlock.read(golden, PLACE);
    assertThat(write(block)).isEqualTo(golden);
    assertThat(block.bytes()).isEqualTo(golden.limit());
    assertThat(block.firstNeedleAt()).isEqualTo(24);
    assertThat(SuperBlock.fresh(PLACEMENT, Ttl.NONE).firstNeedleAt()).isEqualTo(8);
    SuperBlockExtra extra = SuperBlockExtra.read(block.extra(), PLACE.plus(8));
    assertThat(extra.erasureCoding())
        .isEqualTo(Optional.of(new SuperBlockExtra.ErasureCoding(10, 4, List.of(1, 300, 70_000))));
    assertThat(extra.write()).isEqualTo(block.extra());
  }

  @Test
  void unknownFieldsOfTheExtraAreKept() {
    Bytes message = Bytes.hex("0a020801" + "12036e6577" + "1d01020304");
    SuperBlockExtra extra = SuperBlockExtra.read(message, PLACE);
    assertThat(extra.erasureCoding().orElseThrow().dataShards()).isEqualTo(1);
    assertThat(extra.write()).isEqualTo(message);
  }

  @Test
  void anExtraInPiecesIsTheirUnionPackedOrNot() {
    Bytes message = Bytes.hex("0a04" + "0801" + "1805" + "0a05" + "1004" + "1a01" + "07");
    assertThat(SuperBlockExtra.read(message, PLACE).erasureCoding())
        .isEqualTo(Optional.of(new SuperBlockExtra.ErasureCoding(1, 4, List.of(5, 7))));
  }

  @Test
  void everyByteIsAReplicaPlacementAndWritesBack() {
    for (int value = 0; value < 256; value++) {
      ReplicaPlacement placement = ReplicaPlacement.fromByte((byte) value);
      assertThat(placement.toByte()).isEqualTo((byte) value);
      assertThat(placement).hasToString("%03d".formatted(value));
    }
  }

  @Test
  void revisionsBeginAnewBehindTheLast() {
    assertThat(new CompactionRevision(65_535).next()).isEqualTo(CompactionRevision.FIRST);
    assertThat(SuperBlock.fresh(PLACEMENT, Ttl.NONE).nextRevision().revision().value())
        .isEqualTo(1);
  }

  @Test
  void anUnknownVersionIsCorruptAndSaysSo() {
    for (int version = 0; version < 256; version++) {
      ByteBuffer block = ByteBuffer.allocateDirect(8).put(0, (byte) version);
      if (FormatVersion.of(version).isEmpty()) {
        assertThatThrownBy(() -> SuperBlock.read(block, PLACE))
            .isInstanceOf(AtollException.class)
            .hasMessage("3.dat at offset 0: format version " + version + " is none of 1, 2 and 3");
      }
    }
  }

  @Test
  void reservedBytesOfVersionOneAreIgnored() {
    ByteBuffer block = ByteBuffer.allocateDirect(8).put(0, (byte) 1).putShort(6, (short) 99);
    assertThat(SuperBlock.read(block, PLACE).extra()).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void garbageIsCorruptAndNeverMore() {
    for (long seed = 1; seed <= 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] garbage = new byte[random.nextInt(40)];
      random.nextBytes(garbage);
      if (garbage.length >= 8) {
        garbage[0] = (byte) (1 + random.nextInt(4));
        garbage[6] = (byte) random.nextInt(2);
      }
      ByteBuffer buffer = ByteBuffer.allocateDirect(garbage.length).put(garbage).flip();
      try {
        SuperBlock block = SuperBlock.read(buffer, PLACE);
        SuperBlockExtra.read(block.extra(), PLACE.plus(8));
      } catch (AtollException e) {
        assertThat(e.fault()).as("seed " + seed).isEqualTo(Fault.CORRUPT);
      }
    }
  }

  private static ByteBuffer write(SuperBlock block) {
    ByteBuffer target = ByteBuffer.allocateDirect(block.bytes());
    block.write(target);
    return target.flip();
  }
}

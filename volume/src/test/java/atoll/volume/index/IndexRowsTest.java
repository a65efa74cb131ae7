package atoll.volume.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.Bytes;
import atoll.volume.Corpus;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class IndexRowsTest {

  static List<Corpus.Volume> volumes() {
    return Corpus.volumes();
  }

  @ParameterizedTest
  @MethodSource("volumes")
  void everyRowIsWrittenBackByteForByte(Corpus.Volume volume) {
    byte[] golden = Corpus.content(volume.index());
    ByteBuffer copy = ByteBuffer.allocateDirect(golden.length);
    for (IndexRow row : Corpus.rows(volume.index(), volume.width())) {
      row.write(copy, volume.width());
    }
    assertThat(Bytes.copyOf(copy.flip())).isEqualTo(Bytes.of(golden));
  }

  @ParameterizedTest
  @EnumSource
  void offsetsAreStoredAsTheGoServerStoresThem(OffsetWidth width) {
    for (String[] row : Corpus.table("offsets-" + width.bytes() + ".tsv")) {
      long offset = Long.parseLong(row[0]);
      if (offset < width.volumeBytesMax()) {
        ByteBuffer target = ByteBuffer.allocateDirect(width.bytes());
        width.write(target, 0, offset);
        assertThat(Bytes.copyOf(target).toHex()).isEqualTo(row[1]);
        assertThat(width.read(target, 0)).isEqualTo(offset);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOffsetThatDoesNotFitIsRefused(OffsetWidth width) {
    ByteBuffer target = ByteBuffer.allocateDirect(width.bytes());
    for (long offset : new long[] {-8, 4, width.volumeBytesMax()}) {
      assertThatThrownBy(() -> width.write(target, 0, offset)).isInstanceOf(AssertionError.class);
    }
    width.write(target, 0, width.volumeBytesMax() - 8);
    assertThat(width.read(target, 0)).isEqualTo(width.volumeBytesMax() - 8);
  }

  @ParameterizedTest
  @EnumSource
  void anyRowReadsBackAsWritten(OffsetWidth width) {
    for (long seed = 1; seed <= 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      IndexRow row =
          new IndexRow(
              new NeedleId(random.nextLong()),
              random.nextLong(width.volumeBytesMax() / 8) * 8,
              random.nextInt());
      ByteBuffer target = ByteBuffer.allocateDirect(width.rowBytes());
      row.write(target, width);
      assertThat(new IndexRows(target.flip(), width).row(0)).as("seed " + seed).isEqualTo(row);
    }
  }

  @Test
  void aTornRowAtTheEndIsNotCounted() {
    IndexRows rows = new IndexRows(ByteBuffer.allocateDirect(16 * 3 + 5), OffsetWidth.FOUR);
    assertThat(rows.count()).isEqualTo(3);
    assertThat(rows.tornBytes()).isEqualTo(5);
    assertThatThrownBy(() -> rows.id(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void emptyNeedlesAreLiveAndTombstonesAreNot() {
    assertThat(new IndexRow(new NeedleId(1), 8, 0).isLive()).isTrue();
    assertThat(new IndexRow(new NeedleId(1), 8, 5).isLive()).isTrue();
    assertThat(new IndexRow(new NeedleId(1), 0, 5).isLive()).isFalse();
    assertThat(IndexRow.tombstone(new NeedleId(1), 64).isLive()).isFalse();
  }

  @Test
  void aSortedFileOfTheGoServerIsSearchedById() {
    ByteBuffer file = Corpus.buffer("read-only/11.sdx");
    IndexRows rows = new IndexRows(file, OffsetWidth.FOUR);
    assertThat(rows.find(new NeedleId(0xc1))).isEqualTo(0);
    assertThat(rows.find(new NeedleId(0xc3))).isEqualTo(2);
    assertThat(rows.find(new NeedleId(0xc0))).isEqualTo(-1);
    assertThat(rows.find(new NeedleId(-1))).isEqualTo(-4);
    // A deletion keeps the offset of the needle there and turns its size alone.
    assertThat(rows.row(1)).isEqualTo(new IndexRow(new NeedleId(0xc2), 0x17 * 8, -1));
  }

  @Test
  void idsAreUnsignedWhenSearched() {
    ByteBuffer file = ByteBuffer.allocateDirect(32);
    new IndexRow(new NeedleId(1), 8, 5).write(file, OffsetWidth.FOUR);
    new IndexRow(new NeedleId(-1), 16, 5).write(file, OffsetWidth.FOUR);
    IndexRows rows = new IndexRows(file.flip(), OffsetWidth.FOUR);
    assertThat(rows.find(new NeedleId(-1))).isEqualTo(1);
    assertThat(rows.find(new NeedleId(1))).isZero();
    assertThat(rows.find(new NeedleId(2))).isEqualTo(-2);
  }
}

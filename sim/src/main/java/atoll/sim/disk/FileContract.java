package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import atoll.kit.Bytes;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes and length of one open file.
interface FileContract extends DiskFixture {

  /// Beyond what 32 bits count.
  long FAR = 5L << 31;

  @Test
  default void anAppendReturnsWhereItBegan() {
    try (DiskFile file = fileWith("a", "")) {
      assertThat(file.append(Buffers.of("abc"))).isZero();
      assertThat(file.append(Buffers.of("de"))).isEqualTo(3);
      assertThat(file.size()).isEqualTo(5);
      assertThat(Buffers.text(file)).isEqualTo("abcde");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1023, 1024, 1025, 5000})
  default void anAppendGathersAnyNumberOfBuffers(int count) {
    ByteBuffer[] sources = new ByteBuffer[count];
    StringBuilder expected = new StringBuilder();
    for (int index = 0; index < count; index++) {
      String part = "x".repeat(index % 3) + index;
      expected.append(part);
      sources[index] = Buffers.of(part);
    }
    try (DiskFile file = fileWith("a", "start ")) {
      assertThat(file.append(sources)).isEqualTo(6);
      assertThat(Buffers.text(file)).isEqualTo("start " + expected);
      assertThat(sources).noneMatch(ByteBuffer::hasRemaining);
    }
  }

  @Test
  default void emptyBuffersAddNothing() {
    try (DiskFile file = fileWith("a", "abc")) {
      assertThat(file.append()).isEqualTo(3);
      assertThat(file.append(Buffers.of(""))).isEqualTo(3);
      assertThat(file.append(Buffers.of(""), Buffers.of("d"), Buffers.of(""), Buffers.of("e")))
          .isEqualTo(3);
      assertThat(Buffers.text(file)).isEqualTo("abcde");
    }
  }

  @Test
  default void anAppendTakesWhatRemainsAndMovesThePosition() {
    ByteBuffer source = Buffers.of("0123456789").position(2).limit(5);
    try (DiskFile file = fileWith("a", "")) {
      file.append(source);
      assertThat(source.position()).isEqualTo(5);
      assertThat(source.limit()).isEqualTo(5);
      file.append(Buffers.of("0123456789").slice(6, 2));
      assertThat(Buffers.text(file)).isEqualTo("23467");
    }
  }

  @Test
  default void anAppendOfManyMebibytesIsWhole() {
    ByteBuffer first = Buffers.random(1, 3 << 20);
    ByteBuffer second = Buffers.random(2, (5 << 20) + 17);
    try (DiskFile file = fileWith("a", "")) {
      file.append(first.duplicate(), second.duplicate());
      assertThat(file.size()).isEqualTo((8 << 20) + 17);
      assertThat(Buffers.read(file, 0, 3 << 20)).isEqualTo(Bytes.copyOf(first));
      assertThat(Buffers.read(file, 3 << 20, 6 << 20)).isEqualTo(Bytes.copyOf(second));
    }
  }

  @Test
  default void aReadOnlyViewOfABufferCanBeWritten() {
    try (DiskFile file = fileWith("a", "")) {
      file.append(Buffers.of("view").asReadOnlyBuffer());
      assertThat(Buffers.text(file)).isEqualTo("view");
    }
  }

  @Test
  default void aHeapBufferIsRefused() {
    ByteBuffer heap = ByteBuffer.wrap("heap".getBytes(StandardCharsets.US_ASCII));
    try (DiskFile file = fileWith("a", "abcdefgh")) {
      assertThatIllegalArgumentException().isThrownBy(() -> file.append(heap));
      assertThatIllegalArgumentException().isThrownBy(() -> file.append(Buffers.of("x"), heap));
      assertThatIllegalArgumentException().isThrownBy(() -> file.writeAt(0, heap));
      assertThatIllegalArgumentException().isThrownBy(() -> file.readAt(0, heap));
      assertThatIllegalArgumentException().isThrownBy(() -> file.readAtIfCached(0, heap));
      assertThat(Buffers.text(file)).isEqualTo("abcdefgh");
    }
  }

  @Test
  default void aWriteChangesItsRangeAlone() {
    try (DiskFile file = fileWith("a", "0123456789")) {
      ByteBuffer source = Buffers.of("-abc-").position(1).limit(4);
      file.writeAt(3, source);
      assertThat(source.hasRemaining()).isFalse();
      assertThat(Buffers.text(file)).isEqualTo("012abc6789");
    }
  }

  @Test
  default void aWriteAcrossTheEndExtends() {
    try (DiskFile file = fileWith("a", "0123")) {
      file.writeAt(2, Buffers.of("abcd"));
      assertThat(Buffers.text(file)).isEqualTo("01abcd");
    }
  }

  @Test
  default void aGapReadsAsZeros() {
    try (DiskFile file = fileWith("a", "ab")) {
      file.writeAt(5000, Buffers.of("z"));
      assertThat(file.size()).isEqualTo(5001);
      assertThat(Buffers.read(file, 0, 4)).isEqualTo(Bytes.hex("61620000"));
      assertThat(Buffers.read(file, 4098, 1000).toArray()).startsWith(new byte[902]);
      assertThat(Buffers.read(file, 4999, 9)).isEqualTo(Bytes.hex("007a"));
    }
  }

  @Test
  default void anEmptyWriteBeyondTheEndDoesNotExtend() {
    try (DiskFile file = fileWith("a", "ab")) {
      file.writeAt(100, Buffers.of(""));
      assertThat(file.size()).isEqualTo(2);
    }
  }

  @Test
  default void anAppendAfterAWriteGoesBehindTheLastByte() {
    try (DiskFile file = fileWith("a", "ab")) {
      file.writeAt(4, Buffers.of("e"));
      assertThat(file.append(Buffers.of("f"))).isEqualTo(5);
    }
  }

  @Test
  default void offsetsBeyond32BitsAreExact() {
    try (DiskFile file = fileWith("a", "near")) {
      file.writeAt(FAR, Buffers.of("far"));
      assertThat(file.append(Buffers.of("!"))).isEqualTo(FAR + 3);
      assertThat(file.size()).isEqualTo(FAR + 4);
      assertThat(Buffers.read(file, FAR - 2, 9)).isEqualTo(Bytes.hex("00006661" + "7221"));
      assertThat(Buffers.read(file, 0, 5)).isEqualTo(Bytes.hex("6e65617200"));
      file.truncate(FAR + 1);
      assertThat(Buffers.read(file, FAR, 9).toUtf8()).isEqualTo("f");
    }
  }

  @Test
  default void aReadFillsWhatRemainsInItsTarget() {
    try (DiskFile file = fileWith("a", "0123456789")) {
      ByteBuffer target = Buffers.of("..........").position(2).limit(6);
      assertThat(file.readAt(3, target)).isEqualTo(4);
      assertThat(target.position()).isEqualTo(6);
      assertThat(Bytes.copyOf(target.clear()).toUtf8()).isEqualTo("..3456....");
    }
  }

  @Test
  default void aReadAcrossTheEndIsShort() {
    try (DiskFile file = fileWith("a", "0123456789")) {
      ByteBuffer target = Buffers.of("........");
      assertThat(file.readAt(7, target)).isEqualTo(3);
      assertThat(target.position()).isEqualTo(3);
      assertThat(Bytes.copyOf(target.clear()).toUtf8()).isEqualTo("789.....");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 11, 5000, FAR})
  default void aReadAtOrBehindTheEndIsEmpty(long offset) {
    try (DiskFile file = fileWith("a", "0123456789")) {
      ByteBuffer target = Buffers.of("....");
      assertThat(file.readAt(offset, target)).isZero();
      assertThat(target.position()).isZero();
    }
  }

  @Test
  default void aReadIntoAFullTargetIsEmpty() {
    try (DiskFile file = fileWith("a", "0123456789")) {
      assertThat(file.readAt(0, Buffers.of(""))).isZero();
    }
  }

  @Test
  default void aReadIfCachedIsARealReadOrChangesNothing() {
    try (DiskFile file = fileWith("a", "0123456789")) {
      for (long offset : new long[] {0, 3, 8, 10, 20}) {
        ByteBuffer expected = ByteBuffer.allocateDirect(4);
        final int count = file.readAt(offset, expected);
        ByteBuffer target = ByteBuffer.allocateDirect(4);
        int answer = file.readAtIfCached(offset, target);
        if (answer == DiskFile.WOULD_WAIT) {
          assertThat(target.position()).isZero();
        } else {
          assertThat(answer).isEqualTo(count);
          assertThat(target.flip()).isEqualTo(expected.flip());
        }
      }
    }
  }

  @Test
  default void aTruncationCuts() {
    try (DiskFile file = fileWith("a", "0123456789")) {
      file.truncate(4);
      assertThat(Buffers.text(file)).isEqualTo("0123");
      file.truncate(0);
      assertThat(file.size()).isZero();
      assertThat(file.append(Buffers.of("new"))).isZero();
    }
  }

  @Test
  default void aTruncationToMoreExtendsWithZeros() {
    try (DiskFile file = fileWith("a", "ab")) {
      file.truncate(5);
      assertThat(Buffers.all(file)).isEqualTo(Bytes.hex("6162000000"));
    }
  }

  @Test
  default void whatWasCutDoesNotComeBack() {
    try (DiskFile file = fileWith("a", "x".repeat(10_000))) {
      file.truncate(3);
      file.truncate(10_000);
      assertThat(Buffers.read(file, 3, 9997).toArray()).isEqualTo(new byte[9997]);
      file.truncate(2);
      file.writeAt(5, Buffers.of("y"));
      assertThat(Buffers.all(file)).isEqualTo(Bytes.hex("787800000079"));
    }
  }

  @Test
  default void aTruncationToTheSameLengthKeepsAll() {
    try (DiskFile file = fileWith("a", "same")) {
      file.truncate(4);
      assertThat(Buffers.text(file)).isEqualTo("same");
    }
  }

  @Test
  default void preallocationKeepsLengthAndBytes() {
    try (DiskFile file = fileWith("a", "abc")) {
      file.preallocate(0, 1 << 20);
      file.preallocate(1 << 20, 1 << 16);
      file.preallocate(1, 1);
      assertThat(Buffers.text(file)).isEqualTo("abc");
      assertThat(file.append(Buffers.of("d"))).isEqualTo(3);
      assertThat(Buffers.text(file)).isEqualTo("abcd");
    }
  }

  @Test
  default void aCopyBringsTheBytesOfARange() {
    try (DiskFile source = fileWith("a", "0123456789");
        DiskFile target = fileWith("b", "abcdefgh")) {
      assertThat(source.copyTo(target, 2, 3, 4)).isEqualTo(3);
      assertThat(Buffers.text(target)).isEqualTo("abcd234h");
      assertThat(Buffers.text(source)).isEqualTo("0123456789");
    }
  }

  @Test
  default void aCopyBehindTheEndOfItsTargetLeavesZeros() {
    try (DiskFile source = fileWith("a", "0123456789");
        DiskFile target = fileWith("b", "a")) {
      assertThat(source.copyTo(target, 0, 2, 3)).isEqualTo(2);
      assertThat(Buffers.all(target)).isEqualTo(Bytes.hex("610000" + "3031"));
    }
  }

  @Test
  default void aCopyEndsWhereItsSourceEnds() {
    try (DiskFile source = fileWith("a", "0123456789");
        DiskFile target = fileWith("b", "")) {
      assertThat(source.copyTo(target, 8, 100, 0)).isEqualTo(2);
      assertThat(source.copyTo(target, 10, 1, 0)).isZero();
      assertThat(source.copyTo(target, FAR, 1, 0)).isZero();
      assertThat(source.copyTo(target, 0, 0, 100)).isZero();
      assertThat(Buffers.text(target)).isEqualTo("89");
    }
  }

  @Test
  default void aCopyNeedsNoRightToWriteItsSource() {
    written("a", "source");
    try (DiskFile source = disk().open(at("a"), OpenMode.READ);
        DiskFile target = fileWith("b", "")) {
      assertThat(source.copyTo(target, 0, 6, 0)).isEqualTo(6);
      assertThat(Buffers.text(target)).isEqualTo("source");
    }
  }

  @Test
  default void aCopyToTheSameFileIsAProgrammerError() {
    try (DiskFile file = fileWith("a", "0123456789")) {
      assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> file.copyTo(file, 0, 4, 6));
      assertThat(Buffers.text(file)).isEqualTo("0123456789");
    }
  }

  @Test
  default void aCopyOfManyMebibytesIsWhole() {
    ByteBuffer content = Buffers.random(3, (20 << 20) + 5);
    try (DiskFile source = fileWith("a", "");
        DiskFile target = fileWith("b", "head")) {
      source.append(content.duplicate());
      assertThat(source.copyTo(target, 1, Long.MAX_VALUE - 1, 4)).isEqualTo((20 << 20) + 4);
      assertThat(Buffers.read(target, 0, 4).toUtf8()).isEqualTo("head");
      assertThat(Buffers.read(target, 4, 20 << 20))
          .isEqualTo(Bytes.copyOf(content.slice(1, 20 << 20)));
    }
  }

  @Test
  default void syncsChangeNothingThatCanBeSeen() {
    try (DiskFile file = fileWith("a", "abc")) {
      file.syncData();
      file.writeAt(1, Buffers.of("x"));
      file.truncate(2);
      file.syncAll();
      file.syncData();
      assertThat(Buffers.text(file)).isEqualTo("ax");
    }
  }

  @Test
  default void aFileOpenForReadingCanBeSynced() {
    written("a", "abc");
    try (DiskFile file = disk().open(at("a"), OpenMode.READ)) {
      file.syncData();
      file.syncAll();
      assertThat(Buffers.text(file)).isEqualTo("abc");
    }
  }
}

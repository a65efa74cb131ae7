package atoll.volume.needle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NeedleFormatTest {

  private static final Place PLACE = new Place("7.dat", 4096);
  private static final NeedleKey KEY =
      new NeedleKey(new NeedleId(0x1122334455667788L), new Cookie(0x99aabbcc));

  static NeedleFormat[] formats() {
    return new NeedleFormat[] {new NeedleV1(), new NeedleV2(), new NeedleV3()};
  }

  static NeedleFormat[] attributed() {
    return new NeedleFormat[] {new NeedleV2(), new NeedleV3()};
  }

  @ParameterizedTest
  @MethodSource("formats")
  void paddingIsOneToEightBytesAndNeverNone(NeedleFormat format) {
    int tail = format.version() == 3 ? 12 : 4;
    boolean[] seen = new boolean[9];
    for (int size = 0; size < 4096; size++) {
      int padding = format.paddingBytes(size);
      assertThat(padding).isBetween(1, 8);
      assertThat(format.recordBytes(size)).isEqualTo(16L + size + tail + padding);
      assertThat(format.recordBytes(size) % 8).isZero();
      seen[padding] = true;
    }
    assertThat(seen).containsExactly(false, true, true, true, true, true, true, true, true);
    assertThat(format.recordBytes(0)).isEqualTo(format.version() == 3 ? 32 : 24);
    assertThat(format.recordBytes(Integer.MAX_VALUE)).isGreaterThan(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void anyNeedleReadsBackAsWritten(NeedleFormat format) {
    for (long seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] data = bytes(random, random.nextInt(200));
      NeedleMeta meta = meta(format, random, data);
      ByteBuffer record = encode(format, meta, data);
      Needle needle = read(format, record);
      assertThat(needle.meta()).as("seed " + seed).isEqualTo(meta);
      assertThat(Bytes.copyOf(needle.data())).isEqualTo(Bytes.of(data));
      assertThat(record.remaining()).isEqualTo((int) format.recordBytes(meta));
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void headDataAndTailCanBeGathered(NeedleFormat format) {
    SplittableRandom random = new SplittableRandom(5);
    byte[] data = bytes(random, 77);
    NeedleMeta meta = meta(format, random, data);
    ByteBuffer head = ByteBuffer.allocateDirect(NeedleFormat.HEAD_BYTES_MAX);
    format.writeHead(head, meta);
    ByteBuffer tail = ByteBuffer.allocateDirect(NeedleFormat.TAIL_BYTES_MAX);
    format.writeTail(tail, meta);
    assertThat(head.position()).isEqualTo(format.dataAt());
    assertThat(tail.position()).isEqualTo(format.tailBytes(meta));
    ByteBuffer gathered = ByteBuffer.allocateDirect((int) format.recordBytes(meta));
    gathered.put(head.flip()).put(data).put(tail.flip());
    assertThat(gathered.flip()).isEqualTo(encode(format, meta, data));
  }

  @Test
  void theLargestTailFitsItsBound() {
    Bytes text = Bytes.of(new byte[255]);
    NeedleAttributes all =
        NeedleAttributes.NONE
            .withName(text)
            .withMime(text)
            .withLastModified((1L << 40) - 1)
            .withTtl(new Ttl(255, 6))
            .withPairs(Bytes.of(new byte[65_535]));
    int largest = 0;
    for (int dataBytes = 1; dataBytes <= 8; dataBytes++) {
      NeedleMeta meta = new NeedleMeta(KEY, dataBytes, all, Checksum.EMPTY, 0);
      ByteBuffer tail = ByteBuffer.allocateDirect(NeedleFormat.TAIL_BYTES_MAX);
      new NeedleV3().writeTail(tail, meta);
      largest = Math.max(largest, tail.position());
    }
    assertThat(largest).isEqualTo(NeedleFormat.TAIL_BYTES_MAX);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aTombstoneIsARecordWithoutABody(NeedleFormat format) {
    Checksum deleted = new Checksum(0x364b3fb7);
    NeedleMeta tombstone =
        NeedleMeta.tombstone(KEY, deleted, format.version() == 3 ? 1_700_000_000_123_456_789L : 0);
    ByteBuffer record = ByteBuffer.allocateDirect((int) format.recordBytes(0));
    format.frame(record, tombstone);
    assertThat(record.hasRemaining()).isFalse();
    Needle needle = read(format, record.flip());
    assertThat(needle.meta()).isEqualTo(tombstone);
    assertThat(needle.etag()).isEqualTo("364b3fb7");
  }

  @Test
  void theWorkedExampleOfTheFormatPageHolds() {
    NeedleAttributes attributes =
        NeedleAttributes.NONE
            .withName(Bytes.utf8("a.txt"))
            .withMime(Bytes.EMPTY)
            .withLastModified(1_700_000_000);
    byte[] data = {'a', 'b', 'c'};
    Checksum sum = Checksum.of(ByteBuffer.wrap(data));
    NeedleKey key = new NeedleKey(new NeedleId(1), new Cookie(0x12345678));
    NeedleMeta meta = new NeedleMeta(key, 3, attributes, sum, 1_700_000_000_123_456_789L);
    assertThat(Bytes.copyOf(encode(new NeedleV3(), meta, data)).toHex())
        .isEqualTo(
            "12345678000000000000000100000014"
                + "00000003"
                + "616263"
                + "0e05612e74787400006553f100"
                + "364b3fb717979cfe3d85cd15"
                + "0000001400000000");
    assertThat(sum).hasToString("364b3fb7");
    assertThat(sum.rotated()).hasToString("21f1576e");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void noChangedBitEverYieldsOtherData(NeedleFormat format) {
    SplittableRandom random = new SplittableRandom(11);
    byte[] data = bytes(random, 40);
    NeedleMeta meta = meta(format, random, data);
    ByteBuffer record = encode(format, meta, data);
    NeedleHeader promised = NeedleHeader.read(record, PLACE);
    for (int bit = 0; bit < record.remaining() * 8; bit++) {
      ByteBuffer changed = copy(record);
      changed.put(bit / 8, (byte) (changed.get(bit / 8) ^ 1 << bit % 8));
      try {
        NeedleHeader header = NeedleHeader.read(changed, PLACE);
        if (header.is(promised.id(), promised.size())) {
          Needle needle = format.read(changed, header, PLACE);
          assertThat(Bytes.copyOf(needle.data())).isEqualTo(Bytes.of(data));
        }
      } catch (AtollException e) {
        assertThat(e.fault()).isEqualTo(Fault.CORRUPT);
        assertThat(e).hasMessageContaining("7.dat at offset ");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void noChangedBytesEverYieldOtherData(NeedleFormat format) {
    for (long seed = 1; seed <= 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] data = bytes(random, 1 + random.nextInt(60));
      ByteBuffer record = encode(format, meta(format, random, data), data);
      NeedleHeader promised = NeedleHeader.read(record, PLACE);
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        record.put(random.nextInt(record.limit()), (byte) random.nextInt(256));
      }
      NeedleHeader header = NeedleHeader.read(record, PLACE);
      if (header.is(promised.id(), promised.size())) {
        try {
          Needle needle = format.read(record, header, PLACE);
          assertThat(Bytes.copyOf(needle.data())).as("seed " + seed).isEqualTo(Bytes.of(data));
        } catch (AtollException e) {
          assertThat(e.fault()).as("seed " + seed).isEqualTo(Fault.CORRUPT);
        }
      }
    }
  }

  @Test
  void aBufferOfTheWrongByteOrderIsAProgrammersError() {
    ByteBuffer swapped = ByteBuffer.allocateDirect(32).order(ByteOrder.LITTLE_ENDIAN);
    assertThatThrownBy(() -> NeedleHeader.read(swapped, PLACE)).isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @MethodSource("attributed")
  void aFlagThatFlipsIsNoticedByTheRoomItsPartTakes(NeedleFormat format) {
    byte[] data = {1, 2, 3, 4};
    NeedleMeta meta =
        meta(format, data, NeedleAttributes.NONE.withName(Bytes.utf8("n")).withLastModified(9));
    ByteBuffer record = encode(format, meta, data);
    int flagsAt = format.dataAt() + data.length;
    for (int flag : new int[] {0x02, 0x04, 0x08, 0x10, 0x20}) {
      ByteBuffer changed = copy(record);
      changed.put(flagsAt, (byte) (changed.get(flagsAt) ^ flag));
      assertThatThrownBy(() -> read(format, changed))
          .isInstanceOf(AtollException.class)
          .extracting(e -> ((AtollException) e).fault())
          .isEqualTo(Fault.CORRUPT);
    }
  }

  @ParameterizedTest
  @MethodSource("attributed")
  void anUnknownFlagMayBringBytesOfItsOwn(NeedleFormat format) {
    byte[] data = {1, 2, 3, 4};
    NeedleMeta meta = meta(format, data, NeedleAttributes.NONE.withName(Bytes.utf8("xyz")));
    ByteBuffer record = encode(format, meta, data);
    record.put(format.dataAt() + data.length, (byte) 0x40);
    assertThat(read(format, record).meta().attributes().flags()).isEqualTo(0x40);
  }

  @ParameterizedTest
  @MethodSource("attributed")
  void aDataLengthOfZeroDoesNotPassForAnEmptyNeedle(NeedleFormat format) {
    byte[] data = {0, 0, 0, 0, 7};
    ByteBuffer record = encode(format, meta(format, data, NeedleAttributes.NONE), data);
    record.putInt(16, 0);
    assertThatExceptionOfType(AtollException.class).isThrownBy(() -> read(format, record));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aRecordCutAnywhereIsCorrupt(NeedleFormat format) {
    SplittableRandom random = new SplittableRandom(3);
    byte[] data = bytes(random, 30);
    ByteBuffer record = encode(format, meta(format, random, data), data);
    for (int length = 0; length < record.limit(); length++) {
      ByteBuffer cut = record.slice(0, length);
      assertThatThrownBy(() -> read(format, cut))
          .isInstanceOf(AtollException.class)
          .hasMessageContaining("7.dat at offset 4096")
          .extracting(e -> ((AtollException) e).fault())
          .isEqualTo(Fault.CORRUPT);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void garbageIsCorruptAndNeverMore(NeedleFormat format) {
    for (long seed = 1; seed <= 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] garbage = bytes(random, random.nextInt(120));
      if (garbage.length >= 20) {
        // Small lengths now and then, so that the inner fields are reached.
        ByteBuffer.wrap(garbage).putInt(12, random.nextInt(garbage.length));
        ByteBuffer.wrap(garbage).putInt(16, random.nextInt(garbage.length));
      }
      ByteBuffer record = ByteBuffer.allocateDirect(garbage.length).put(garbage).flip();
      try {
        Needle needle = read(format, record);
        assertThat(
                Checksum.of(needle.data()).agreesWith(needle.meta().checksum())
                    || needle.meta().dataBytes() == 0)
            .as("seed " + seed)
            .isTrue();
      } catch (AtollException e) {
        assertThat(e.fault()).as("seed " + seed).isEqualTo(Fault.CORRUPT);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("attributed")
  void aTailLongerThanAnyIsNotReadAtAll(NeedleFormat format) {
    ByteBuffer head = ByteBuffer.allocateDirect(NeedleFormat.HEAD_BYTES_MAX);
    head.putInt(0).putLong(1).putInt(1 << 30).putInt(5).flip();
    NeedleHeader header = NeedleHeader.read(head, PLACE);
    assertThatThrownBy(() -> format.span(head, header, PLACE))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("tail of 10737");
  }

  @Test
  void aNeedleThatNoRecordCanHoldIsRefused() {
    assertThatThrownBy(() -> new NeedleV3().size(Integer.MAX_VALUE - 3, NeedleAttributes.NONE))
        .isInstanceOf(AtollException.class)
        .extracting(e -> ((AtollException) e).fault())
        .isEqualTo(Fault.TOO_LARGE);
  }

  private static Needle read(NeedleFormat format, ByteBuffer record) {
    return format.read(record, NeedleHeader.read(record, PLACE), PLACE);
  }

  /// Encodes in place: the data first, then what is around it.
  private static ByteBuffer encode(NeedleFormat format, NeedleMeta meta, byte[] data) {
    ByteBuffer record = ByteBuffer.allocateDirect((int) format.recordBytes(meta));
    if (data.length > 0) {
      record.put(format.dataAt(), data);
    }
    format.frame(record, meta);
    return record.flip();
  }

  private static NeedleMeta meta(NeedleFormat format, SplittableRandom random, byte[] data) {
    NeedleAttributes attributes = NeedleAttributes.NONE;
    boolean none = format.version() == 1 || data.length == 0;
    attributes = !none && random.nextBoolean() ? attributes.withGzip() : attributes;
    attributes = !none && random.nextBoolean() ? attributes.withChunkManifest() : attributes;
    attributes =
        !none && random.nextBoolean() ? attributes.withName(some(random, 256)) : attributes;
    attributes =
        !none && random.nextBoolean() ? attributes.withMime(some(random, 256)) : attributes;
    attributes =
        !none && random.nextBoolean()
            ? attributes.withLastModified(random.nextLong() >>> 24)
            : attributes;
    attributes =
        !none && random.nextBoolean()
            ? attributes.withTtl(new Ttl(random.nextInt(256), random.nextInt(256)))
            : attributes;
    attributes =
        !none && random.nextBoolean() ? attributes.withPairs(some(random, 3000)) : attributes;
    NeedleKey key = new NeedleKey(new NeedleId(random.nextLong()), new Cookie(random.nextInt()));
    Checksum sum = Checksum.of(ByteBuffer.wrap(data));
    Checksum stored = random.nextBoolean() ? sum : sum.rotated();
    return new NeedleMeta(
        key, data.length, attributes, stored, format.version() == 3 ? random.nextLong() : 0);
  }

  private static NeedleMeta meta(NeedleFormat format, byte[] data, NeedleAttributes attributes) {
    return new NeedleMeta(
        KEY,
        data.length,
        attributes,
        Checksum.of(ByteBuffer.wrap(data)),
        format.version() == 3 ? 5 : 0);
  }

  private static Bytes some(SplittableRandom random, int below) {
    return Bytes.of(bytes(random, random.nextInt(below)));
  }

  private static byte[] bytes(SplittableRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static ByteBuffer copy(ByteBuffer record) {
    return ByteBuffer.allocateDirect(record.remaining()).put(record.duplicate()).flip();
  }
}

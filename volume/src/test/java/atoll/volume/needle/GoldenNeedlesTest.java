package atoll.volume.needle;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import atoll.volume.Corpus;
import atoll.volume.index.IndexRow;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of the Go server, needle by needle.
class GoldenNeedlesTest {

  static List<Corpus.Volume> volumes() {
    return Corpus.volumes();
  }

  @ParameterizedTest
  @MethodSource("volumes")
  void everyRecordIsWrittenBackByteForByte(Corpus.Volume volume) {
    ByteBuffer file = Corpus.buffer(volume.data());
    SuperBlock superBlock = SuperBlock.read(file, new Place(volume.data(), 0));
    assertThat(superBlock.version()).isEqualTo(volume.version());
    ByteBuffer copy = ByteBuffer.allocateDirect(file.limit());
    superBlock.write(copy);
    int records = 0;
    file.position(superBlock.bytes());
    while (file.hasRemaining()) {
      Place place = new Place(volume.data(), file.position());
      NeedleHeader header = NeedleHeader.read(file, place);
      Needle needle = volume.format().read(file, header, place);
      // In place: the data first, then everything around it.
      ByteBuffer record = copy.slice(copy.position(), copy.remaining());
      if (needle.meta().dataBytes() > 0) {
        record.put(volume.format().dataAt(), needle.data(), 0, needle.meta().dataBytes());
      }
      volume.format().frame(record, needle.meta());
      assertThat((long) record.position()).isEqualTo(volume.format().recordBytes(header.size()));
      copy.position(copy.position() + record.position());
      file.position(file.position() + record.position());
      records++;
    }
    assertThat(records).isGreaterThan(3);
    assertThat(Bytes.copyOf(copy.flip()).toHex())
        .isEqualTo(Bytes.of(Corpus.content(volume.data())).toHex());
  }

  @ParameterizedTest
  @MethodSource("volumes")
  void everyRowOfTheIndexPointsAtItsRecord(Corpus.Volume volume) {
    ByteBuffer file = Corpus.buffer(volume.data());
    List<IndexRow> rows = Corpus.rows(volume.index(), volume.width());
    assertThat(rows).isNotEmpty();
    for (IndexRow row : rows) {
      Place place = new Place(volume.data(), row.offset());
      file.position((int) row.offset());
      NeedleHeader header = NeedleHeader.read(file, place);
      assertThat(header.is(row.id(), Math.max(0, row.size()))).as(row.toString()).isTrue();
      volume.format().read(file, header, place);
    }
  }

  @ParameterizedTest
  @MethodSource("volumes")
  void theTailAloneTellsWhatTheWholeRecordTells(Corpus.Volume volume) {
    ByteBuffer file = Corpus.buffer(volume.data());
    for (IndexRow row : Corpus.rows(volume.index(), volume.width())) {
      Place place = new Place(volume.data(), row.offset());
      ByteBuffer head = file.slice((int) row.offset(), NeedleFormat.HEAD_BYTES_MAX);
      NeedleHeader header = NeedleHeader.read(head, place);
      RecordSpan span = volume.format().span(head, header, place);
      ByteBuffer tail = file.slice((int) (row.offset() + span.tailAt()), span.tailBytes());
      NeedleMeta meta = volume.format().readTail(tail, header, span, place);
      file.position((int) row.offset());
      assertThat(volume.format().read(file, header, place).meta()).isEqualTo(meta);
      assertThat(volume.format().tailBytes(meta)).isEqualTo(span.tailBytes());
      assertThat(volume.format().recordBytes(meta)).isEqualTo(span.recordBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("attributed")
  void uploadsKeepWhatTheyWereGiven(Corpus.Volume volume) {
    Map<Long, Needle> needles = lastOfEach(volume);

    NeedleAttributes named = needle(needles, 0x0aL).meta().attributes();
    assertThat(named.name().toUtf8()).isEqualTo("grüße.note");
    assertThat(named.mime().toUtf8()).isEqualTo("text/x-note");
    assertThat(named.lastModifiedSeconds()).isEqualTo(1_700_000_000);
    assertThat(text(needle(needles, 0x0aL))).isEqualTo("hello, needle\n");
    assertThat(needle(needles, 0x0aL).meta().key().cookie()).isEqualTo(new Cookie(0x1000000a));

    NeedleAttributes paired = needle(needles, 0x0bL).meta().attributes();
    assertThat(paired.ttl()).isEqualTo(new Ttl(3, 1));
    assertThat(paired.pairs().toUtf8())
        .isEqualTo("{\"Colour\":\"r\\u003cé\\u003ed\",\"Owner\":\"ann\"}");

    assertThat(needle(needles, 0x0cL).meta().attributes().isGzip()).isTrue();
    assertThat(needle(needles, 0x0cL).data().getShort(0)).isEqualTo((short) 0x1f8b);
    assertThat(needle(needles, 0x0dL).meta().attributes().isGzip()).isTrue();
    assertThat(needle(needles, 0x0eL).meta().attributes().isChunkManifest()).isTrue();
    assertThat(needle(needles, -1L).meta().attributes().name().size()).isEqualTo(255);
    assertThat(text(needle(needles, 0x0fL))).isEqualTo("second, longer");
    assertThat(text(needle(needles, 0x42L))).isEqualTo("delta");
    assertThat(needle(needles, 3L).etag()).isEqualTo("364b3fb7");
    // The tombstone keeps the checksum of what it deleted, an empty overwrite has none.
    assertThat(needle(needles, 1L).meta().checksum().toString()).isEqualTo("c1d04330");
    assertThat(needle(needles, 8L).meta().checksum()).isEqualTo(Checksum.EMPTY);
  }

  static List<Corpus.Volume> attributed() {
    return Corpus.volumes().stream()
        .filter(v -> v.version() != FormatVersion.V1 && v.data().matches("v[23].*|.*before.*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("timed")
  void appendTimesAscend(Corpus.Volume volume) {
    List<Long> times = scan(volume).stream().map(needle -> needle.meta().appendedNanos()).toList();
    assertThat(times).isSorted().doesNotHaveDuplicates();
  }

  static List<Corpus.Volume> timed() {
    // After a vacuum of the Go server they do not: it copies in the order of ids.
    return Corpus.volumes().stream()
        .filter(v -> v.version() == FormatVersion.V3 && !v.data().matches("vacuum/6\\..*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("oldSums")
  void theOldChecksumFormIsAcceptedAndKept(FormatVersion version) {
    String name = "legacy-checksum/legacy-checksum-v" + version.number() + ".dat";
    ByteBuffer file = Corpus.buffer(name);
    file.position(SuperBlock.FIXED_BYTES);
    for (int i = 1; i <= 9; i++) {
      Place place = new Place(name, file.position());
      NeedleHeader header = NeedleHeader.read(file, place);
      Needle needle = version.needles().read(file, header, place);
      assertThat(text(needle)).isEqualTo("old".repeat(i));
      Checksum plain = Checksum.of(needle.data());
      assertThat(needle.etag()).isEqualTo(plain.toString());
      assertThat(needle.meta().checksum()).isEqualTo(plain.rotated()).isNotEqualTo(plain);
      assertThat(needle.meta().etag()).isEqualTo(plain.rotated().toString());
      int bytes = (int) version.needles().recordBytes(header.size());
      ByteBuffer copy = ByteBuffer.allocateDirect(bytes);
      copy.put(version.needles().dataAt(), needle.data(), 0, needle.meta().dataBytes());
      version.needles().frame(copy, needle.meta());
      assertThat(copy.flip()).isEqualTo(file.slice(file.position(), bytes));
      file.position(file.position() + bytes);
    }
    assertThat(file.hasRemaining()).isFalse();
  }

  static FormatVersion[] oldSums() {
    return FormatVersion.values();
  }

  private static Needle needle(Map<Long, Needle> needles, long id) {
    return Objects.requireNonNull(needles.get(id));
  }

  private static Map<Long, Needle> lastOfEach(Corpus.Volume volume) {
    Map<Long, Needle> last = new LinkedHashMap<>();
    scan(volume).forEach(needle -> last.put(needle.meta().key().id().value(), needle));
    return last;
  }

  private static List<Needle> scan(Corpus.Volume volume) {
    ByteBuffer file = Corpus.buffer(volume.data());
    file.position(SuperBlock.read(file, new Place(volume.data(), 0)).bytes());
    List<Needle> needles = new ArrayList<>();
    while (file.hasRemaining()) {
      Place place = new Place(volume.data(), file.position());
      NeedleHeader header = NeedleHeader.read(file, place);
      needles.add(volume.format().read(file, header, place));
      file.position(file.position() + (int) volume.format().recordBytes(header.size()));
    }
    return needles;
  }

  private static String text(Needle needle) {
    return Bytes.copyOf(needle.data()).toUtf8();
  }
}

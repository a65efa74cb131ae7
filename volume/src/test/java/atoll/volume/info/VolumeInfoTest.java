package atoll.volume.info;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import atoll.volume.Corpus;
import atoll.volume.info.VolumeInfo.Reading;
import atoll.volume.needle.Place;
import atoll.volume.protobuf.ProtoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeInfoTest {

  private static final VolumeInfo FULL =
      new VolumeInfo(
          List.of(
              new RemoteFile(
                  "s3",
                  "default",
                  "a/b \"c\"\\<&>\u2028é\t\u0001",
                  0,
                  Long.MIN_VALUE,
                  1_700_000_000,
                  ".dat"),
              new RemoteFile("rclone", "", "", 0, 0, 0, "")),
          3,
          "012",
          5,
          -1,
          -1,
          true,
          Optional.of(new EcShardConfig(10, 4, 1_700_000_000_123_456_789L, 0)),
          true);

  /// What Go refuses for a name alone is read here.
  private static final Set<String> TOLERATED =
      Set.of(
          "{\"unknown\":1}",
          "{\"ecShardConfig\":{\"dataShards\":1,\"blockSize\":3}}",
          "{\"bytesOffset\":5,\"DestroyTime\":\"9\"}",
          "{\"VERSION\":3}",
          "{\"readonly\":true}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "info/empty.vif",
        "info/full.vif",
        "info/ecempty.vif",
        "info/erasure-coded.vif",
        "info/empty-two-blanks.vif",
        "info/full-two-blanks.vif",
        "info/ecempty-two-blanks.vif",
        "v3/3.vif",
        "v3-five-byte-offsets/3.vif",
        "read-only/10.vif",
        "read-only/11.vif",
        "ttl/with_under_4.vif"
      })
  void filesOfTheGoServerAreWrittenBackByteForByte(String name) {
    String golden = Bytes.of(Corpus.content(name)).toUtf8();
    VolumeInfo info = found(golden);
    // Some builds put two blanks behind each colon.
    assertThat(info.write().toUtf8()).isEqualTo(golden.replace("\":  ", "\": "));
  }

  @Test
  void everyFieldArrives() {
    assertThat(found(file("info/full.vif"))).isEqualTo(FULL);
    assertThat(found(file("info/empty.vif"))).isEqualTo(VolumeInfo.EMPTY);
    VolumeInfo readOnly = found(file("read-only/11.vif"));
    assertThat(readOnly).isEqualTo(VolumeInfo.EMPTY.withFormat(3, 4).withReadOnly(true, true));
    assertThat(found(file("read-only/10.vif")).replication()).isEqualTo("012");
    assertThat(found(file("ttl/with_under_4.vif")).expireAtSeconds()).isPositive();
    assertThat(found(file("vacuum/6.vif")).ecShardConfig().orElseThrow().dataShards())
        .isEqualTo(10);
  }

  @Test
  void theNamesOfOldReleasesAreRead() {
    for (String name : List.of("info/legacy.vif", "info/legacy-two-blanks.vif")) {
      assertThat(found(file(name)))
          .isEqualTo(
              new VolumeInfo(
                  List.of(), 3, "001", 4, 1234, 1_800_000_000, true, Optional.empty(), false));
    }
  }

  @Test
  void whatGoAcceptsMeansTheSameHereAndWhatItRefusesIsRefused() {
    for (String[] row : Corpus.table("vif-accepted.tsv")) {
      String text = row[0].replace("<TAB>", "\t");
      Reading reading = VolumeInfo.read(Bytes.utf8(text));
      if (text.isEmpty()) {
        assertThat(reading).isEqualTo(new Reading.Absent());
      } else if (row[1].equals("refused")) {
        Class<?> expected =
            TOLERATED.contains(text) ? Reading.Found.class : Reading.Malformed.class;
        assertThat(reading).as(text).isInstanceOf(expected);
      } else {
        assertThat(reading).as(text).isEqualTo(new Reading.Found(fromProtobuf(row[2])));
      }
    }
  }

  @Test
  void anUnknownNameIsSkippedWhateverItsValue() {
    String text = "{\"x\":[{\"y\":[1,2,{}]},null],\"version\":2,\"z\":\"\\u0041\"}";
    assertThat(found(text)).isEqualTo(VolumeInfo.EMPTY.withFormat(2, 0));
  }

  @Test
  void theBlockSizeOfLaterReleasesIsKept() {
    String text = "{\"ecShardConfig\":{\"dataShards\":10,\"block_size\":\"1048576\"}}";
    VolumeInfo info = found(text);
    assertThat(info.ecShardConfig().orElseThrow().blockBytes()).isEqualTo(1 << 20);
    assertThat(found(info.write().toUtf8())).isEqualTo(info);
  }

  @Test
  void deepNestingAndHugeNumbersAreMalformedAndCostNothing() {
    assertMalformed("[".repeat(100_000));
    assertMalformed("{\"a\":".repeat(100_000));
    assertMalformed("{\"version\":1e999999999}");
    assertMalformed("{\"version\":1e99999999999999}");
    assertMalformed("{\"version\":1" + "0".repeat(100_000) + "}");
    assertMalformed("{\"replication\":\"" + "a".repeat(VolumeInfo.FILE_BYTES_MAX) + "\"}");
    assertThat(VolumeInfo.read(Bytes.hex("7b22fe227d")))
        .isEqualTo(new Reading.Malformed("not UTF-8"));
  }

  @Test
  void anyChangedByteIsReadOrRefusedButNeverThrows() {
    byte[] golden = Corpus.content("info/full.vif");
    for (long seed = 1; seed <= 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] changed = golden.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      assertThat(VolumeInfo.read(Bytes.of(changed))).as("seed " + seed).isNotNull();
    }
  }

  private static void assertMalformed(String text) {
    assertThat(VolumeInfo.read(Bytes.utf8(text))).isInstanceOf(Reading.Malformed.class);
  }

  private static String file(String name) {
    return Bytes.of(Corpus.content(name)).toUtf8();
  }

  private static VolumeInfo found(String text) {
    assertThat(VolumeInfo.read(Bytes.utf8(text))).isInstanceOf(Reading.Found.class);
    return ((Reading.Found) VolumeInfo.read(Bytes.utf8(text))).info();
  }

  /// Go's answer, in its binary form.
  private static VolumeInfo fromProtobuf(String hex) {
    Place place = new Place("vif-accepted.tsv", 0);
    VolumeInfo info = VolumeInfo.EMPTY;
    List<RemoteFile> files = new ArrayList<>();
    for (ProtoField field : ProtoField.read(Bytes.hex(hex), place)) {
      long value = field.value();
      info =
          switch (field.number()) {
            case 1 -> {
              long bytes =
                  ProtoField.read(field.content(), place).stream()
                      .mapToLong(ProtoField::value)
                      .sum();
              files.add(new RemoteFile("", "", "", 0, bytes, 0, ""));
              yield info.withFiles(files);
            }
            case 2 -> info.withFormat((int) value, info.bytesOffset());
            case 3 -> info.withReplication(field.content().toUtf8());
            case 4 -> info.withFormat(info.version(), (int) value);
            case 5 -> dataFileBytes(info, value);
            case 6 -> info.withExpiry(value);
            case 7 -> info.withReadOnly(value != 0, false);
            case 8 -> info.withErasureCoding(info.dataFileBytes(), new EcShardConfig(0, 0, 0, 0));
            default -> throw new AssertionError("field " + field.number());
          };
    }
    return info;
  }

  private static VolumeInfo dataFileBytes(VolumeInfo info, long bytes) {
    return new VolumeInfo(
        info.files(),
        info.version(),
        info.replication(),
        info.bytesOffset(),
        bytes,
        info.expireAtSeconds(),
        info.readOnly(),
        info.ecShardConfig(),
        info.readOnlyCanDelete());
  }
}

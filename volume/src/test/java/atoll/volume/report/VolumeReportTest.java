package atoll.volume.report;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.Corpus;
import atoll.volume.files.VolumeName;
import atoll.volume.needle.Ttl;
import atoll.volume.needle.VolumeId;
import atoll.volume.superblock.CompactionRevision;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.ReplicaPlacement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumeReportTest {

  @Test
  void hashesAreThoseOfTheGoServer() {
    for (String[] row : Corpus.table("report-hash.tsv")) {
      if (!row[8].equals("0")) {
        assertThat(report(row).hash())
            .as(String.join(" ", row))
            .isEqualTo(Long.parseUnsignedLong(row[15]));
      }
    }
  }

  @Test
  void theHashOfTheFormatPageHolds() {
    VolumeReport report =
        new VolumeReport(
            new VolumeName("c", new VolumeId(42)),
            1L << 30,
            new VolumeReport.Counts(7, 2, 99),
            true,
            new VolumeReport.Layout(
                ReplicaPlacement.fromByte((byte) 10),
                Ttl.fromWire(0x0300),
                FormatVersion.V3,
                new CompactionRevision(5)),
            1_700_000_000,
            new VolumeReport.Disk("ssd", 2, "s3", "a key"));
    assertThat(Long.toUnsignedString(report.hash())).isEqualTo("2748844479819636032");
  }

  @Test
  void theDigestDoesNotDependOnTheOrder() {
    List<VolumeReport> reports = new ArrayList<>();
    for (String[] row : Corpus.table("report-hash.tsv").subList(1, 12)) {
      reports.add(report(row));
    }
    long digest = VolumeReport.digest(reports);
    assertThat(VolumeReport.digest(reports.reversed())).isEqualTo(digest);
    assertThat(VolumeReport.digest(reports.subList(1, 11))).isNotEqualTo(digest);
    assertThat(VolumeReport.digest(List.of())).isZero();
  }

  @Test
  void countsAreCutTo32Bits() {
    VolumeReport.Counts counts = new VolumeReport.Counts(1L << 40, -5, 1L << 40);
    assertThat(counts).isEqualTo(new VolumeReport.Counts(0xffff_ffffL, 0, 1L << 40));
  }

  /// Values of the algorithm's published test programs.
  @Test
  void xxHash64OfKnownTexts() {
    assertThat(hex("")).isEqualTo("ef46db3751d8e999");
    assertThat(hex("a")).isEqualTo("d24ec4f1a98c6e5b");
    assertThat(hex("abc")).isEqualTo("44bc2cf5ad770999");
    assertThat(hex("Nobody inspects the spammish repetition")).isEqualTo("fbcea83c8a378bf1");
  }

  private static String hex(String text) {
    return Long.toHexString(XxHash64.of(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static VolumeReport report(String[] row) {
    return new VolumeReport(
        new VolumeName(row[2], new VolumeId(Integer.parseUnsignedInt(row[0]))),
        Long.parseUnsignedLong(row[1]),
        new VolumeReport.Counts(
            Long.parseLong(row[3]), Long.parseLong(row[4]), Long.parseUnsignedLong(row[5])),
        Boolean.parseBoolean(row[6]),
        new VolumeReport.Layout(
            ReplicaPlacement.fromByte((byte) Integer.parseInt(row[7])),
            Ttl.fromWire(Integer.parseInt(row[9])),
            FormatVersion.of(Integer.parseInt(row[8])).orElseThrow(),
            new CompactionRevision(Integer.parseInt(row[10]))),
        Long.parseLong(row[11]),
        new VolumeReport.Disk(row[13], Integer.parseUnsignedInt(row[14]), row[12], ""));
  }
}

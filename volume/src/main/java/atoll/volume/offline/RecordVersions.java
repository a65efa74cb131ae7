package atoll.volume.offline;

import atoll.kit.disk.DiskFile;
import atoll.volume.BufferPool;
import atoll.volume.RecordProbe;
import atoll.volume.superblock.FormatVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tells the format version of a data file from its first records.
final class RecordVersions {

  /// So many are seen as records in one version only: in another, the end of one and the header of
  /// the next may look like one without data, but not again and again.
  private static final int RECORDS = 32;

  private RecordVersions() {}

  /// The only version in which whole records stand one behind the other from the first on, some of
  /// them or to the end of the file; empty if there is no such version, or more than one.
  static Optional<FormatVersion> of(DiskFile data, long firstRecordAt, BufferPool buffers) {
    List<FormatVersion> fitting =
        Arrays.stream(FormatVersion.values())
            .filter(version ->
                fits(new RecordProbe(data, version.needles(), buffers), firstRecordAt, data.size()))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  private static boolean fits(RecordProbe probe, long firstRecordAt, long end) {
    long at = firstRecordAt;
    for (int record = 0; record < RECORDS && (at < end || record == 0); record++) {
      RecordProbe.Found found = probe.at(at, end);
      if (found == null) {
        return false;
      }
      at = found.end();
    }
    return true;
  }
}

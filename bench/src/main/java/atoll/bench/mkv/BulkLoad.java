package atoll.bench.mkv;

import atoll.kit.Bytes;
import atoll.kit.count.Registry;
import atoll.kit.real.RealClock;
import atoll.mkv.index.IndexCounts;
import atoll.mkv.index.IndexLimits;
import atoll.mkv.index.SqliteIndex;
import atoll.mkv.index.SqliteSettings;
import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.record.Checksums;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// How many records a second an empty index takes in the order of their keys, as when it is made
/// anew.
final class BulkLoad {

  private static final List<HostId> HOSTS =
      List.of(new HostId("v1"), new HostId("v2"), new HostId("v3"));
  private static final Checksums CHECKSUMS =
      new Checksums(1, Bytes.of(new byte[32]), Optional.of(Bytes.of(new byte[16])));

  private BulkLoad() {}

  static double perSecond(Path file, int records) {
    try (SqliteIndex index =
        SqliteIndex.open(
            SqliteSettings.of(file),
            IndexLimits.USUAL,
            new RealClock(),
            IndexCounts.on(new Registry()))) {
      long begin = System.nanoTime();
      long loaded = index.load(IntStream.range(0, records).mapToObj(BulkLoad::record).iterator());
      return loaded * 1e9 / (System.nanoTime() - begin);
    }
  }

  /// Keys of 40 bytes.
  private static KeyRecord record(int number) {
    Generation generation = new Generation(1L + number);
    return new KeyRecord(
        Key.of("/bench/bulk-load/of-many-keys/" + (1_000_000_000 + number)),
        generation,
        KeyState.LIVE,
        new KeyRecord.Content(generation, 100, CHECKSUMS, "application/octet-stream", 1),
        HOSTS,
        7);
  }
}

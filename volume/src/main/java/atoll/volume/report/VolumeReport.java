package atoll.volume.report;

import atoll.volume.files.VolumeName;
import atoll.volume.needle.Ttl;
import atoll.volume.superblock.CompactionRevision;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.ReplicaPlacement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// What a heartbeat says of one volume.
///
/// @param sizeBytes of the data file
/// @param disk where the volume lies
public record VolumeReport(
    VolumeName name,
    long sizeBytes,
    Counts counts,
    boolean readOnly,
    Layout layout,
    long modifiedSeconds,
    Disk disk) {

  /// Unsigned; the two counts are cut to 32 bits, as messages and the master do.
  public record Counts(long files, long deletions, long deletedBytes) {

    public Counts {
      files = Math.clamp(files, 0, 0xffff_ffffL);
      deletions = Math.clamp(deletions, 0, 0xffff_ffffL);
    }
  }

  /// What the super block says.
  public record Layout(
      ReplicaPlacement placement, Ttl ttl, FormatVersion version, CompactionRevision revision) {}

  /// Where a volume lies.
  ///
  /// @param type empty for hard disks
  /// @param number 32 bits, unsigned
  /// @param remoteStorage empty while the volume is here
  /// @param remoteKey of the data there; no part of the digest
  public record Disk(String type, int number, String remoteStorage, String remoteKey) {

    /// Of a volume that is here.
    public Disk(String type, int number) {
      this(type, number, "", "");
    }
  }

  private static final int FIXED_BYTES = 57;
  private static final long FOLD = 0x9E3779B97F4A7C15L;

  /// The hash of everything above, equal to the one the master computes of what it was last told:
  ///
  /// ```
  ///   0    4      12      20          28              36          40       44   48        52    56
  ///   +----+------+-------+-----------+---------------+-----------+--------+----+---------+-----+-----+
  ///   | id | size | files | deletions | deleted bytes | placement | version| ttl| revision| disk| r/o |
  ///   +----+------+-------+-----------+---------------+-----------+--------+----+---------+-----+-----+
  /// ```
  ///
  /// little-endian, through xxHash64; then the hashes of modification time, collection, disk type
  /// and remote storage are folded in, in this order.
  public long hash() {
    ByteBuffer fixed = ByteBuffer.allocate(FIXED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fixed.putInt(name.id().value()).putLong(sizeBytes);
    fixed.putLong(counts.files).putLong(counts.deletions).putLong(counts.deletedBytes);
    fixed.putInt(Byte.toUnsignedInt(layout.placement.toByte()));
    fixed.putInt(layout.version.number()).putInt(layout.ttl.toWire());
    fixed.putInt(layout.revision.value()).putInt(disk.number).put((byte) (readOnly ? 1 : 0));
    long hash = XxHash64.of(fixed.array());
    ByteBuffer modified = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    hash = fold(hash, XxHash64.of(modified.putLong(modifiedSeconds).array()));
    hash = fold(hash, hashOf(name.collection()));
    hash = fold(hash, hashOf(disk.type));
    return fold(hash, hashOf(disk.remoteStorage));
  }

  /// The digest of a server: order does not matter, and nothing at all is 0.
  public static long digest(Iterable<VolumeReport> reports) {
    long digest = 0;
    for (VolumeReport report : reports) {
      digest ^= report.hash();
    }
    return digest;
  }

  private static long hashOf(String text) {
    return XxHash64.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long fold(long hash, long next) {
    long product = (hash ^ next) * FOLD;
    return product ^ (product >>> 29);
  }
}

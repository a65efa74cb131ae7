package atoll.volume.superblock;

import atoll.kit.Bytes;
import atoll.kit.Check;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.Place;
import atoll.volume.needle.Ttl;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The beginning of every data file, big-endian:
///
/// ```
///   0         1           2     4          6          8
///   +---------+-----------+-----+----------+----------+---------- - - -
///   | version | placement | TTL | revision | extra n  |  extra, n bytes
///   +---------+-----------+-----+----------+----------+---------- - - -
/// ```
///
/// Version 1 has no extra: its last two bytes are reserved, ignored and written as zeros.
///
/// @param extra a [SuperBlockExtra] as stored; empty in version 1
public record SuperBlock(
    FormatVersion version,
    ReplicaPlacement placement,
    Ttl ttl,
    CompactionRevision revision,
    Bytes extra) {

  private static final int PLACEMENT_AT = 1;
  private static final int TTL_AT = 2;
  private static final int REVISION_AT = TTL_AT + Ttl.BYTES;
  private static final int EXTRA_SIZE_AT = REVISION_AT + Short.BYTES;

  /// Without the extra.
  public static final int FIXED_BYTES = EXTRA_SIZE_AT + Short.BYTES;

  public static final int EXTRA_BYTES_MAX = 65_534;

  public SuperBlock {
    Check.that(extra.size() <= EXTRA_BYTES_MAX, "the extra has at most 65534 bytes");
    Check.that(version != FormatVersion.V1 || extra.isEmpty(), "version 1 has no extra");
  }

  /// Of a new volume, in the current version.
  public static SuperBlock fresh(ReplicaPlacement placement, Ttl ttl) {
    return new SuperBlock(
        FormatVersion.CURRENT, placement, ttl, CompactionRevision.FIRST, Bytes.EMPTY);
  }

  /// How many bytes the whole block takes, read from its first [#FIXED_BYTES]: what to have in a
  /// buffer before calling [#read].
  ///
  /// @throws atoll.kit.AtollException `CORRUPT` as [#read]
  public static int bytesToRead(ByteBuffer source, Place place) {
    return version(source, place) == FormatVersion.V1
        ? FIXED_BYTES
        : FIXED_BYTES + extraBytes(source, place);
  }

  /// Reads the block at the position of `source`, which does not move.
  ///
  /// @throws atoll.kit.AtollException `CORRUPT` if the version is unknown or the block is cut off
  public static SuperBlock read(ByteBuffer source, Place place) {
    int bytes = bytesToRead(source, place);
    if (source.remaining() < bytes) {
      throw place.corrupt(
          "super block ends after %d of %d bytes".formatted(source.remaining(), bytes));
    }
    int at = source.position();
    return new SuperBlock(
        version(source, place),
        ReplicaPlacement.fromByte(source.get(at + PLACEMENT_AT)),
        Ttl.fromWire(source.getShort(at + TTL_AT)),
        new CompactionRevision(Short.toUnsignedInt(source.getShort(at + REVISION_AT))),
        Bytes.copyOf(source.slice(at + FIXED_BYTES, bytes - FIXED_BYTES)));
  }

  /// Writes the block at the position of `target`.
  public void write(ByteBuffer target) {
    target.put((byte) version.number()).put(placement.toByte());
    target.put((byte) ttl.count()).put((byte) ttl.unit());
    target.putShort((short) revision.value());
    target.putShort((short) extra.size()).put(extra.asBuffer());
  }

  /// Of the whole block.
  public int bytes() {
    return FIXED_BYTES + extra.size();
  }

  /// Where the first needle begins: behind the block, at the next multiple of 8.
  public long firstNeedleAt() {
    int alignment = NeedleFormat.ALIGNMENT;
    return (bytes() + alignment - 1L) / alignment * alignment;
  }

  public SuperBlock withPlacement(ReplicaPlacement newPlacement) {
    return new SuperBlock(version, newPlacement, ttl, revision, extra);
  }

  /// As vacuum writes it.
  public SuperBlock nextRevision() {
    return new SuperBlock(version, placement, ttl, revision.next(), extra);
  }

  private static FormatVersion version(ByteBuffer source, Place place) {
    if (source.remaining() < FIXED_BYTES) {
      throw place.corrupt("super block ends after " + source.remaining() + " bytes");
    }
    int number = Byte.toUnsignedInt(source.get(source.position()));
    Optional<FormatVersion> version = FormatVersion.of(number);
    return version.orElseThrow(
        () -> place.corrupt("format version " + number + " is none of 1, 2 and 3"));
  }

  private static int extraBytes(ByteBuffer source, Place place) {
    int bytes = Short.toUnsignedInt(source.getShort(source.position() + EXTRA_SIZE_AT));
    if (bytes > EXTRA_BYTES_MAX) {
      throw place.plus(EXTRA_SIZE_AT).corrupt("super block extra of " + bytes + " bytes");
    }
    return bytes;
  }
}

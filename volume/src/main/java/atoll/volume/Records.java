package atoll.volume;

import atoll.volume.index.NeedleLocation;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.Place;
import java.nio.ByteBuffer;

/// Finds the record that an index entry promises.
final class Records {

  /// How far a record may lie behind its entry in volumes that grew beyond what 4-byte offsets can
  /// say, when servers still let them.
  private static final long WRAP = OffsetWidth.FOUR.volumeBytesMax();

  /// @param offset where it really begins
  record Head(long offset, NeedleHeader header) {}

  private Records() {}

  /// The size field in the header of the record behind an entry, deleted or not.
  static int storedSize(NeedleLocation location) {
    return location.size() >= 0 ? location.size() : location.size() == -1 ? 0 : -location.size();
  }

  /// Reads as much of the record as `target` takes, at least its header.
  ///
  /// @throws atoll.kit.AtollException `CORRUPT` if another record stands there
  static Head read(VolumeFiles files, NeedleLocation location, long id, ByteBuffer target) {
    int start = target.position();
    long offset = location.offset();
    files.data().readAt(offset, target);
    if (!isPromised(target, start, location, id) && mayHaveWrapped(files, offset)) {
      target.position(start);
      offset += WRAP;
      files.data().readAt(offset, target);
    }
    return head(files, location, id, target, start, offset);
  }

  /// As [#read] of what is in memory, for what was read already.
  static Head head(
      VolumeFiles files,
      NeedleLocation location,
      long id,
      ByteBuffer target,
      int start,
      long offset) {
    Place place = files.place(offset);
    ByteBuffer read = target.duplicate().flip().position(start);
    NeedleHeader header = NeedleHeader.read(read, place);
    if (!agrees(header, location, id)) {
      throw place.corrupt(
          "size mismatch: the index promises needle %s of size %d, found is %s of size %d"
              .formatted(Long.toHexString(id), storedSize(location), header.id(), header.size()));
    }
    return new Head(offset, header);
  }

  static boolean mayHaveWrapped(VolumeFiles files, long offset) {
    return files.width() == OffsetWidth.FOUR
        && files.data().size() >= offset + WRAP + NeedleHeader.BYTES;
  }

  private static boolean isPromised(ByteBuffer target, int start, NeedleLocation place, long id) {
    if (target.position() - start < NeedleHeader.BYTES) {
      return false;
    }
    ByteBuffer read = target.duplicate().flip().position(start);
    return agrees(NeedleHeader.read(read, new Place("", 0)), place, id);
  }

  private static boolean agrees(NeedleHeader header, NeedleLocation location, long id) {
    if (header.id().value() != id) {
      return false;
    }
    // A needle of size 1 in version 1 leaves the same mark when deleted as an empty one.
    return header.size() == storedSize(location) || (location.size() == -1 && header.size() == 1);
  }

  /// How many bytes suffice to find head and cookie.
  static int headBytes(NeedleFormat format, int size) {
    return (int) Math.min(NeedleFormat.HEAD_BYTES_MAX, format.recordBytes(size));
  }
}

package atoll.volume.offline;

import atoll.volume.RecordProbe;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.Place;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Goes through a data file from its first record to its end, and says of every byte whether it
/// belongs to a whole record.
///
/// Behind damage it goes on where the damaged header says, if that leads to whole records; else
/// where the index says the record ends; else at the first whole record that can be found. Needles
/// may hold volumes themselves: a record that is found so must lead on to one that the index knows,
/// if there is an index. Confined to one survey.
final class RecordWalk {

  /// So many damaged records in a row are followed by their headers.
  private static final int HOPS_MAX = 64;

  private final OfflineVolume volume;
  private final IndexTable index;
  private final RecordProbe probe;
  private final NeedleFormat format;
  private final ByteBuffer header = ByteBuffer.allocateDirect(NeedleHeader.BYTES);
  private final long end;
  private long at;

  /// What stands at a place.
  sealed interface Stretch {

    /// A record that verifies.
    record Whole(RecordProbe.Found record) implements Stretch {}

    /// Anything else.
    record Damaged(DamagedRange range) implements Stretch {}
  }

  RecordWalk(OfflineVolume volume, IndexTable index) {
    this.volume = volume;
    this.index = index;
    this.probe = volume.probe();
    this.format = volume.format();
    this.end = volume.dataBytes();
    this.at = Math.min(volume.superBlock().firstNeedleAt(), end);
  }

  /// Where the walk is.
  long at() {
    return at;
  }

  /// What stands where the walk is, which then goes on behind it; null at the end of the file.
  @Nullable Stretch next() {
    if (at >= end) {
      return null;
    }
    RecordProbe.Found record = record(at);
    if (record != null) {
      at = record.end();
      return new Stretch.Whole(record);
    }
    DamagedRange range = damaged(at);
    at = range.end();
    return new Stretch.Damaged(range);
  }

  private RecordProbe.@Nullable Found record(long offset) {
    RecordProbe.Found found = probe.at(offset, end);
    return found != null ? found : emptyVouchedFor(offset);
  }

  /// A record without data, of which only those behind it can tell that it is one.
  private RecordProbe.@Nullable Found emptyVouchedFor(long offset) {
    RecordProbe.Found first = probe.emptyAt(offset, end);
    RecordProbe.Found next = first;
    while (next != null) {
      if (next.end() == end || probe.at(next.end(), end) != null) {
        return first;
      }
      next = probe.emptyAt(next.end(), end);
    }
    return null;
  }

  private DamagedRange damaged(long offset) {
    String why = probe.whyNot(offset, end);
    NeedleHeader damagedHeader = header(offset);
    long claimed = claimedEnd(offset, damagedHeader);
    if (claimed >= 0 && leadsOn(claimed) && damagedHeader != null) {
      return new DamagedRange(offset, claimed - offset, damagedHeader.id().value(), why);
    }
    int size = index.sizeAt(offset);
    long indexed = size < 0 ? -1 : offset + format.recordBytes(size);
    if (indexed >= 0 && indexed <= end && leadsOn(indexed)) {
      return new DamagedRange(offset, indexed - offset, 0, why);
    }
    return new DamagedRange(offset, search(offset) - offset, 0, why);
  }

  private @Nullable NeedleHeader header(long offset) {
    volume.data().readAt(offset, header.clear());
    if (header.flip().remaining() < NeedleHeader.BYTES) {
      return null;
    }
    return NeedleHeader.read(header, new Place(volume.paths().data().toString(), offset));
  }

  private long claimedEnd(long offset, @Nullable NeedleHeader found) {
    if (found == null || found.size() < 0) {
      return -1;
    }
    long claimed = offset + format.recordBytes(found.size());
    return claimed <= end ? claimed : -1;
  }

  /// Whether whole records follow, perhaps behind damaged ones whose headers lead there.
  private boolean leadsOn(long offset) {
    long next = offset;
    for (int hops = 0; hops < HOPS_MAX; hops++) {
      if (next == end || record(next) != null) {
        return true;
      }
      next = claimedEnd(next, header(next));
      if (next < 0) {
        return false;
      }
    }
    return false;
  }

  private long search(long offset) {
    long known = index.offsetBehind(offset);
    while (known >= 0 && (known >= end || record(known) == null)) {
      known = index.offsetBehind(known);
    }
    long from = offset + NeedleFormat.ALIGNMENT;
    RecordProbe.Found found = probe.next(from, end);
    while (found != null && known >= 0 && found.offset() < known && !reaches(found, known)) {
      found = probe.next(found.offset() + NeedleFormat.ALIGNMENT, end);
    }
    if (found != null && (known < 0 || found.offset() < known)) {
      return found.offset();
    }
    return known >= 0 ? known : end;
  }

  private boolean reaches(RecordProbe.Found from, long offset) {
    long next = from.end();
    while (next < offset) {
      RecordProbe.Found record = record(next);
      if (record == null) {
        return false;
      }
      next = record.end();
    }
    return next == offset;
  }
}

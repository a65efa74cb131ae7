package atoll.volume.offline;

import atoll.volume.RecordProbe;
import atoll.volume.index.IndexRow;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.NeedleMap;
import atoll.volume.needle.Checksum;
import atoll.volume.needle.NeedleId;

/// What records, one after the other, make of the needles of a volume. Confined to one pass; close
/// it.
final class RecordFold implements AutoCloseable {

  private final NeedleMap map;
  private final IndexTable index;

  RecordFold(OfflineVolume volume, IndexTable index) {
    this.index = index;
    this.map = new MemoryNeedleMap(volume.environment().memory(), volume.width().bytes());
  }

  NeedleMap map() {
    return map;
  }

  /// Enters the next record.
  ///
  /// @return its row. Of a record without data the old index knows best what it is; without one it
  ///   is a tombstone if there is something for it to delete, or if it has a checksum, which an
  ///   empty needle has none of.
  IndexRow enter(RecordProbe.Found record) {
    NeedleId id = record.meta().key().id();
    if (record.size() == 0 && !index.isEmptyNeedle(record.offset())) {
      NeedleLocation old = map.find(id.value());
      boolean isLive = old != null && !old.isDeleted();
      if (isLive || !record.meta().checksum().equals(Checksum.EMPTY)) {
        map.delete(id.value());
        return IndexRow.tombstone(id, record.offset());
      }
    }
    map.put(id.value(), new NeedleLocation(record.offset(), record.size()));
    return new IndexRow(id, record.offset(), record.size());
  }

  @Override
  public void close() {
    map.close();
  }
}

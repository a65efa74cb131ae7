package atoll.volume.index;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a look-up in a [DiskNeedleMap] goes through, from the last to the first. Immutable as such;
/// `merging` are the changes that a merge is just putting into the next sorted file, if there is
/// one.
final class MapLayers {

  final MemoryNeedleMap recent;
  final @Nullable MemoryNeedleMap merging;
  final DiskBase base;

  MapLayers(MemoryNeedleMap recent, @Nullable MemoryNeedleMap merging, DiskBase base) {
    this.recent = recent;
    this.merging = merging;
    this.base = base;
  }

  @Nullable NeedleLocation find(long id) {
    NeedleLocation found = recent.find(id);
    if (found == null && merging != null) {
      found = merging.find(id);
    }
    return found != null ? found : base.find(id);
  }

  /// What has changed since the sorted file, as it is now.
  NavigableMap<Long, NeedleLocation> changes() {
    NavigableMap<Long, NeedleLocation> changed = new TreeMap<>(Long::compareUnsigned);
    if (merging != null) {
      merging.visit(changed::put);
    }
    recent.visit(changed::put);
    return changed;
  }

  /// Visits the needles of the sorted file, with some of them changed.
  ///
  /// @param changed is used up
  void visit(NavigableMap<Long, NeedleLocation> changed, NeedleMap.Visitor visitor) {
    RowCursor rows = base.rows();
    while (rows.next()) {
      long id = rows.id();
      Map.Entry<Long, NeedleLocation> next = changed.firstEntry();
      while (next != null && Long.compareUnsigned(next.getKey(), id) < 0) {
        visitor.visit(next.getKey(), next.getValue());
        changed.pollFirstEntry();
        next = changed.firstEntry();
      }
      NeedleLocation instead = changed.remove(id);
      visitor.visit(
          id, instead != null ? instead : NeedleLocation.ofUnit(rows.unit(), rows.size()));
    }
    changed.forEach(visitor::visit);
  }

  long memoryBytes() {
    long ofMerge = merging == null ? 0 : merging.memoryBytes();
    return recent.memoryBytes() + ofMerge + base.memoryBytes();
  }

  void close() {
    recent.close();
    if (merging != null) {
      merging.close();
    }
    base.close();
  }
}

package atoll.volume.index;

import org.jspecify.annotations.Nullable;

/// Looks needles up in ascending order of id in a [DiskNeedleMap], reading every block of its file
/// once. Confined to one pass, during which the map does not change.
public final class AscendingLookUp {

  private final NeedleMap changes;
  private final RowCursor rows;
  private boolean more;

  /// @param changes needles that are no longer as the file says
  /// @param rows of the file
  AscendingLookUp(NeedleMap changes, RowCursor rows) {
    this.changes = changes;
    this.rows = rows;
    this.more = rows.next();
  }

  /// Where a needle lies.
  ///
  /// @param id above the one of the call before
  /// @return null if the map never had it
  public @Nullable NeedleLocation find(long id) {
    NeedleLocation changed = changes.find(id);
    if (changed != null) {
      return changed;
    }
    while (more && Long.compareUnsigned(rows.id(), id) < 0) {
      more = rows.next();
    }
    return more && rows.id() == id ? NeedleLocation.ofUnit(rows.unit(), rows.size()) : null;
  }
}

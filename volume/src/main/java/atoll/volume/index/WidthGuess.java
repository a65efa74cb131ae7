package atoll.volume.index;

import atoll.volume.needle.NeedleHeader;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/// Tells the offset width of an index file that nothing else tells: from its length, and from
/// whether its rows make sense beside the data file.
public final class WidthGuess {

  private WidthGuess() {}

  /// The widths that an index file may have: one, if it can be told; both for an empty file; none
  /// if its first rows make no sense in either.
  ///
  /// @param head the first bytes of the index file, a few rows or many
  /// @param indexBytes the length of the whole index file
  /// @param dataBytes the length of the data file; `Long.MAX_VALUE` if it is elsewhere
  public static Set<OffsetWidth> of(ByteBuffer head, long indexBytes, long dataBytes) {
    Set<OffsetWidth> sensible = EnumSet.noneOf(OffsetWidth.class);
    Set<OffsetWidth> dividing = EnumSet.noneOf(OffsetWidth.class);
    for (OffsetWidth width : OffsetWidth.values()) {
      if (makesSense(new IndexRows(head, width), dataBytes)) {
        sensible.add(width);
        if (indexBytes % width.rowBytes() == 0) {
          dividing.add(width);
        }
      }
    }
    // The file may end within a row, so its length decides only where the rows do not.
    return sensible.size() > 1 && dividing.size() == 1 ? dividing : sensible;
  }

  private static boolean makesSense(IndexRows rows, long dataBytes) {
    for (int row = 0; row < rows.count(); row++) {
      long offset = rows.offset(row);
      int size = rows.size(row);
      boolean deletedElsewhere = offset == 0 && size == IndexRow.TOMBSTONE;
      boolean withinData =
          offset > 0
              && size >= IndexRow.TOMBSTONE
              && offset <= dataBytes - NeedleHeader.BYTES - Math.max(0, size);
      if (!deletedElsewhere && !withinData) {
        return false;
      }
    }
    return true;
  }
}

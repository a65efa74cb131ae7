package atoll.volume.index;

/// Index rows in ascending order of id, one at a time; rows of one id in the order in which they
/// were made. Confined to one merge.
interface RowCursor {

  /// Stands on no row.
  RowCursor NONE = new ImageCursor(new RegionImage(0));

  /// Moves to the next row. A cursor begins before the first.
  ///
  /// @return whether there is one
  boolean next();

  long id();

  /// The offset divided by eight.
  long unit();

  int size();
}

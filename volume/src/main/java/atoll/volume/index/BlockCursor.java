package atoll.volume.index;

/// Rows that are read in blocks, one block at a time. Confined to one merge or visit.
abstract class BlockCursor implements RowCursor {

  private IndexRows rows;
  private int row = -1;

  /// @param none a block without rows
  BlockCursor(IndexRows none) {
    rows = none;
  }

  /// Reads the next block; one without rows is the end.
  abstract IndexRows read();

  @Override
  public final boolean next() {
    row++;
    if (row < rows.count()) {
      return true;
    }
    rows = read();
    row = 0;
    return rows.count() > 0;
  }

  @Override
  public final long id() {
    return rows.id(row);
  }

  @Override
  public final long unit() {
    return rows.offset(row) >>> 3;
  }

  @Override
  public final int size() {
    return rows.size(row);
  }
}

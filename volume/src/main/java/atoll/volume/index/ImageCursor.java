package atoll.volume.index;

/// The rows of an image. Confined to one merge.
final class ImageCursor implements RowCursor {

  private final RegionImage rows;
  private int row = -1;

  ImageCursor(RegionImage rows) {
    this.rows = rows;
  }

  @Override
  public boolean next() {
    if (row + 1 == rows.count) {
      return false;
    }
    row++;
    return true;
  }

  @Override
  public long id() {
    return rows.ids[row];
  }

  @Override
  public long unit() {
    return rows.units[row];
  }

  @Override
  public int size() {
    return rows.sizes[row];
  }
}

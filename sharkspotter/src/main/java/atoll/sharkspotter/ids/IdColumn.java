package atoll.sharkspotter.ids;

/// A column of the table `manta` that numbers its rows. Moray began with `_id`; where its numbers
/// ran out, newer rows have theirs in `_idx` and none in `_id`.
public enum IdColumn {
  ID("_id"),
  IDX("_idx");

  private final String sql;

  IdColumn(String sql) {
    this.sql = sql;
  }

  /// The column's name.
  @Override
  public String toString() {
    return sql;
  }
}

package atoll.sharkspotter.ids;

import java.util.Locale;

/// One question for rows: those whose ids lie in a range, in the order of their ids.
///
/// | columns there are | columns with ids in the range | condition |
/// |---|---|---|
/// | `_id`, or both | `_id` | `_id` in the range |
/// | `_idx` | `_idx` | `_idx` in the range |
/// | both | `_idx` | `_idx` in the range, and no `_id` |
/// | both | both | either of those |
///
/// So a row comes once, even if both of its columns say something.
///
/// @param columns those of the table
/// @param asked those that have ids in the range
public record IdQuery(IdColumns columns, IdColumns asked, IdRange range) {

  /// The same question for what is above an id that is below the range's last.
  public IdQuery above(long id) {
    return new IdQuery(columns, asked, range.above(id).orElseThrow());
  }

  /// What follows `WHERE`.
  public String condition() {
    return switch (asked) {
      case ID_ALONE -> in(IdColumn.ID);
      case IDX_ALONE -> inIdx();
      case BOTH -> "((" + in(IdColumn.ID) + ") OR (" + inIdx() + "))";
      case NONE -> throw new AssertionError("a question asks for something");
    };
  }

  private String inIdx() {
    return in(IdColumn.IDX) + (columns == IdColumns.BOTH ? " AND _id IS NULL" : "");
  }

  private String in(IdColumn column) {
    return String.format(
        Locale.ROOT, "%1$s >= %2$d AND %1$s <= %3$d", column, range.first(), range.last());
  }

  /// A row's id; also what rows are ordered by.
  public String id() {
    return switch (asked) {
      case ID_ALONE -> IdColumn.ID.toString();
      case IDX_ALONE -> IdColumn.IDX.toString();
      case BOTH -> "COALESCE(_id, _idx)";
      case NONE -> throw new AssertionError("a question asks for something");
    };
  }

  @Override
  public String toString() {
    return id() + " " + range;
  }
}

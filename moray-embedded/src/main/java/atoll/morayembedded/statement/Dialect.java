package atoll.morayembedded.statement;

import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.bucket.IndexType;
import atoll.morayembedded.object.ColumnValue;
import java.util.List;

/// What PostgreSQL and SQLite write differently. Names that come in here have been checked.
public sealed interface Dialect permits PostgresDialect, SqliteDialect {

  /// Makes the tables that all buckets share, where they are missing.
  List<Sql> schema();

  /// Makes what a bucket's table needs beside it.
  List<Sql> makeSerial(String bucket);

  /// The columns that hold the object's id: their names with type and default.
  ///
  /// @param extended whether new objects get theirs in `_idx`
  String idColumns(String bucket, boolean extended);

  /// The type of an index's column, with what makes it unique where a column can say so.
  String columnType(Index index);

  /// What an index of the database looks at, behind the table's name.
  String indexTarget(Index index);

  /// Whether a unique column is kept so by an index of its own.
  boolean uniqueByIndex();

  /// Ends what [#makeSerial] began.
  List<Sql> dropSerial(String bucket);

  /// Draws the next id of a bucket for the next insertion; none where the table does it itself.
  List<Sql> drawId(String bucket);

  /// The id just drawn, as columns and values of an insertion; empty where the table does it.
  ///
  /// @param extended whether ids go to `_idx`
  List<Assignment> drawnId(String bucket, boolean extended);

  /// A column and the expression that goes into it.
  record Assignment(String column, String expression) {}

  /// The transaction that writes, as an expression for `_txn_snap`.
  String snapshot();

  /// Ends a selection whose rows are then written.
  String forUpdate();

  /// What a column's value is bound as.
  String bound(Index index, ColumnValue value);

  /// An array holds an element.
  String arrayHolds(String column, IndexType type, String parameter);

  /// Some element of an array stands to the parameter as `parameter operator element`.
  String arrayCompares(String parameter, String operator, String column, IndexType type);

  /// A text is like a pattern.
  String like(String column, String parameter, boolean ignoreCase);

  /// Some element of an array of texts is like a pattern.
  String arrayLike(String column, String parameter, boolean ignoreCase);

  /// A pattern of `LIKE` as it is bound for [#like].
  String pattern(String pattern, boolean ignoreCase);

  /// How a range column stands to a range or value.
  ///
  /// @param operator of PostgreSQL: `&&`, `@>` or `<@`
  String rangeCompares(String column, String operator, String parameter, String type);

  /// Whether there are columns that hold ranges.
  boolean hasRanges();

  /// The moment of the transaction in UTC, as `2019-10-09T08:00:00.000Z`.
  String nowText();

  /// Whether the table of the bucket in this row of `buckets_config` has a column.
  String hasColumn(String column);

  /// What `_mtime` is where nobody says it.
  String mtimeDefault();

  /// The time in `buckets_config`, in the same form.
  String mtimeText();

  /// The ids of an object as one expression.
  static String anyId(boolean extended) {
    return extended ? "COALESCE(_id, _idx)" : "_id";
  }

  /// A name in quotes. All names have been checked to have no quotes in them.
  static String quoted(String name) {
    return "\"" + name + "\"";
  }
}

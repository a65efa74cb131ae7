package atoll.morayembedded.statement;

import atoll.fast.json.Json;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.bucket.IndexType;
import atoll.morayembedded.object.ColumnValue;
import java.util.List;

/// SQLite's way: ids come from a table of counters, arrays are JSON, and there are no ranges.
public final class SqliteDialect implements Dialect {

  private static final String NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

  @Override
  public List<Sql> schema() {
    return List.of(
        Sql.of(
            """
            CREATE TABLE IF NOT EXISTS buckets_config (
              name TEXT PRIMARY KEY NOT NULL, "index" TEXT NOT NULL, pre TEXT NOT NULL,
              post TEXT NOT NULL, options TEXT, mtime TEXT NOT NULL, reindex_active TEXT)\
            """),
        Sql.of(
            "CREATE TABLE IF NOT EXISTS moray_serial"
                + " (bucket TEXT PRIMARY KEY NOT NULL, last INTEGER NOT NULL)"));
  }

  @Override
  public List<Sql> makeSerial(String bucket) {
    return List.of(new Sql("INSERT INTO moray_serial VALUES ($1, 0)", List.of(bucket)));
  }

  @Override
  public String idColumns(String bucket, boolean extended) {
    return extended ? "_id BIGINT, _idx BIGINT" : "_id BIGINT";
  }

  @Override
  public String columnType(Index index) {
    if (index.array()) {
      return "TEXT";
    }
    return index.type() == IndexType.NUMBER ? "NUMERIC" : "TEXT";
  }

  @Override
  public String indexTarget(Index index) {
    String column = Dialect.quoted(index.column());
    return " (" + column + ") WHERE " + column + " IS NOT NULL";
  }

  @Override
  public boolean uniqueByIndex() {
    return true;
  }

  @Override
  public List<Sql> dropSerial(String bucket) {
    return List.of(new Sql("DELETE FROM moray_serial WHERE bucket = $1", List.of(bucket)));
  }

  @Override
  public List<Sql> drawId(String bucket) {
    return List.of(
        new Sql("UPDATE moray_serial SET last = last + 1 WHERE bucket = $1", List.of(bucket)));
  }

  @Override
  public List<Assignment> drawnId(String bucket, boolean extended) {
    // The bucket's name has been checked and holds no quotes.
    String last = "(SELECT last FROM moray_serial WHERE bucket = '" + bucket + "')";
    return List.of(new Assignment(extended ? "_idx" : "_id", last));
  }

  @Override
  public String snapshot() {
    return "NULL";
  }

  /// Whoever writes has the database alone.
  @Override
  public String forUpdate() {
    return "";
  }

  @Override
  public String bound(Index index, ColumnValue value) {
    return switch (value) {
      case ColumnValue.One one -> one.text();
      case ColumnValue.Many many ->
          Json.array(
                  many.texts().stream()
                      .map(text ->
                          index.type() == IndexType.NUMBER ? Json.parse(text) : Json.text(text))
                      .toList())
              .toString();
    };
  }

  @Override
  public String arrayHolds(String column, IndexType type, String parameter) {
    return arrayCompares(parameter, "=", column, type);
  }

  @Override
  public String arrayCompares(String parameter, String operator, String column, IndexType type) {
    return some(
        column,
        (type == IndexType.NUMBER ? "CAST(" + parameter + " AS NUMERIC)" : parameter)
            + " "
            + operator
            + " value");
  }

  @Override
  public String like(String column, String parameter, boolean ignoreCase) {
    return ignoreCase
        ? column + " LIKE " + parameter + " ESCAPE '\\'"
        : column + " GLOB " + parameter;
  }

  @Override
  public String arrayLike(String column, String parameter, boolean ignoreCase) {
    return some(column, like("value", parameter, ignoreCase));
  }

  private static String some(String column, String condition) {
    return "EXISTS (SELECT 1 FROM json_each(" + column + ") WHERE " + condition + ")";
  }

  @Override
  public String pattern(String pattern, boolean ignoreCase) {
    return ignoreCase ? pattern : LikePattern.glob(pattern);
  }

  @Override
  public String rangeCompares(String column, String operator, String parameter, String type) {
    throw new AssertionError("no bucket with ranges was made on SQLite");
  }

  @Override
  public boolean hasRanges() {
    return false;
  }

  @Override
  public String nowText() {
    return NOW;
  }

  @Override
  public String hasColumn(String column) {
    return "EXISTS (SELECT 1 FROM pragma_table_info(LOWER(buckets_config.name)) AS present"
        + " WHERE present.name = '"
        + column
        + "')";
  }

  @Override
  public String mtimeDefault() {
    return "DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER))";
  }

  @Override
  public String mtimeText() {
    return "mtime";
  }
}

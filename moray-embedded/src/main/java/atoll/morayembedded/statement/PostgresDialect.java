package atoll.morayembedded.statement;

import atoll.morayembedded.bucket.BucketNames;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.bucket.IndexType;
import atoll.morayembedded.object.ColumnValue;
import java.util.List;
import java.util.stream.Collectors;

/// PostgreSQL's way.
public final class PostgresDialect implements Dialect {

  /// Any number; two servers that start at once agree on it.
  private static final String SCHEMA_LOCK = "SELECT pg_advisory_xact_lock(2020020)";

  @Override
  public List<Sql> schema() {
    return List.of(
        Sql.of(SCHEMA_LOCK),
        Sql.of(
            """
            CREATE TABLE IF NOT EXISTS buckets_config (
              name TEXT PRIMARY KEY, "index" TEXT NOT NULL, pre TEXT NOT NULL, post TEXT NOT NULL,
              options TEXT, mtime TIMESTAMP DEFAULT now() NOT NULL, reindex_active TEXT)\
            """));
  }

  @Override
  public List<Sql> makeSerial(String bucket) {
    return List.of(Sql.of("CREATE SEQUENCE " + serial(bucket)));
  }

  private static String serial(String bucket) {
    return Dialect.quoted(BucketNames.derived(bucket, "_serial"));
  }

  @Override
  public String idColumns(String bucket, boolean extended) {
    String next = " DEFAULT nextval('" + serial(bucket) + "')";
    return extended ? "_id INTEGER, _idx BIGINT" + next : "_id BIGINT" + next;
  }

  @Override
  public String columnType(Index index) {
    return index.type().column() + (index.array() ? "[]" : "") + (index.unique() ? " UNIQUE" : "");
  }

  @Override
  public String indexTarget(Index index) {
    String column = Dialect.quoted(index.column());
    String method =
        index.array() ? " USING gin (" : index.type().isRange() ? " USING gist (" : " (";
    return method + column + ") WHERE " + column + " IS NOT NULL";
  }

  @Override
  public boolean uniqueByIndex() {
    return false;
  }

  @Override
  public List<Sql> dropSerial(String bucket) {
    return List.of(Sql.of("DROP SEQUENCE " + serial(bucket)));
  }

  @Override
  public List<Sql> drawId(String bucket) {
    return List.of();
  }

  @Override
  public List<Assignment> drawnId(String bucket, boolean extended) {
    return List.of();
  }

  @Override
  public String snapshot() {
    return "(txid_snapshot_xmin(txid_current_snapshot()) % 2147483648)::INTEGER";
  }

  @Override
  public String forUpdate() {
    return " FOR UPDATE";
  }

  @Override
  public String bound(Index index, ColumnValue value) {
    return switch (value) {
      case ColumnValue.One one -> one.text();
      case ColumnValue.Many many ->
          many.texts().stream()
              .map(text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  @Override
  public String arrayHolds(String column, IndexType type, String parameter) {
    return "%s @> ARRAY[%s]::%s[]".formatted(column, parameter, type.column());
  }

  @Override
  public String arrayCompares(String parameter, String operator, String column, IndexType type) {
    return "%s %s ANY(%s)".formatted(parameter, operator, column);
  }

  @Override
  public String like(String column, String parameter, boolean ignoreCase) {
    return column + (ignoreCase ? " ILIKE " : " LIKE ") + parameter;
  }

  @Override
  public String arrayLike(String column, String parameter, boolean ignoreCase) {
    return "EXISTS (SELECT 1 FROM unnest(%s) AS each(element) WHERE %s)"
        .formatted(column, like("element", parameter, ignoreCase));
  }

  @Override
  public String pattern(String pattern, boolean ignoreCase) {
    return pattern;
  }

  @Override
  public String rangeCompares(String column, String operator, String parameter, String type) {
    return "%s %s CAST(%s AS %s)".formatted(column, operator, parameter, type);
  }

  @Override
  public boolean hasRanges() {
    return true;
  }

  @Override
  public String nowText() {
    return "(now() AT TIME ZONE 'UTC')";
  }

  @Override
  public String hasColumn(String column) {
    return "EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(quote_ident(LOWER(name)))"
        + " AND attname = '"
        + column
        + "' AND NOT attisdropped)";
  }

  @Override
  public String mtimeDefault() {
    return "DEFAULT CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";
  }

  @Override
  public String mtimeText() {
    return "to_char(mtime, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";
  }
}

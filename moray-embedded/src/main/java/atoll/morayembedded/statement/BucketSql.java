package atoll.morayembedded.statement;

import atoll.morayembedded.bucket.Bucket;
import atoll.morayembedded.bucket.BucketNames;
import atoll.morayembedded.bucket.Index;
import java.util.ArrayList;
import java.util.List;

/// Statements on buckets.
public final class BucketSql {

  private static final List<String> INDEXED_OF_OUR_OWN =
      List.of("_id", "_etag", "_mtime", "_vnode");

  private final Dialect dialect;

  public BucketSql(Dialect dialect) {
    this.dialect = dialect;
  }

  /// Selects name, index, pre, post, options, mtime and reindex_active of one bucket.
  ///
  /// @param forUpdate whether it is changed afterwards
  public Sql select(String bucket, boolean forUpdate) {
    Parameters parameters = new Parameters();
    String name = parameters.add(bucket);
    return parameters.of(
        selection() + " WHERE name = " + name + (forUpdate ? dialect.forUpdate() : ""));
  }

  /// The same of all buckets.
  public Sql selectAll() {
    return Sql.of(selection() + " ORDER BY name");
  }

  private String selection() {
    return "SELECT name, \"index\", pre, post, options, reindex_active, "
        + dialect.mtimeText()
        + " AS changed, "
        + dialect.hasColumn("_idx")
        + " AS extended, "
        + dialect.hasColumn("_rver")
        + " AS reindexed FROM buckets_config";
  }

  /// Selects one row if a table is there already, be it of a bucket whose name differs in capitals
  /// alone.
  public Sql selectSameTable(String bucket) {
    Parameters parameters = new Parameters();
    String table = parameters.add(BucketNames.table(bucket));
    return parameters.of("SELECT name FROM buckets_config WHERE LOWER(name) = " + table);
  }

  /// Makes a bucket: its row, table, and indexes.
  ///
  /// @param extended whether objects get their ids in `_idx`
  public List<Sql> create(Bucket bucket, boolean extended) {
    List<Sql> all = new ArrayList<>(dialect.makeSerial(bucket.name()));
    all.add(Sql.of(table(bucket, extended)));
    List<String> own = new ArrayList<>(INDEXED_OF_OUR_OWN);
    if (extended) {
      own.add("_idx");
    }
    for (String column : own) {
      all.add(
          Sql.of(
              "CREATE INDEX %s ON %s (%s) WHERE %s IS NOT NULL"
                  .formatted(indexName(bucket, column), name(bucket), column, column)));
    }
    bucket.indexes().forEach(index -> all.addAll(makeIndex(bucket, index)));
    if (bucket.config().guaranteesOrder()) {
      all.add(Sql.of("CREATE TABLE " + lockName(bucket) + " (id INTEGER PRIMARY KEY)"));
      all.add(Sql.of("INSERT INTO " + lockName(bucket) + " (id) VALUES (1)"));
    }
    all.add(insertRow(bucket));
    return all;
  }

  private String table(Bucket bucket, boolean extended) {
    StringBuilder columns = new StringBuilder();
    columns.append(dialect.idColumns(bucket.name(), extended));
    columns.append(
        ", _txn_snap INTEGER, _key TEXT PRIMARY KEY NOT NULL, _value TEXT NOT NULL,"
            + " _etag CHAR(8) NOT NULL, _mtime BIGINT "
            + dialect.mtimeDefault()
            + " NOT NULL, _vnode BIGINT");
    for (Index index : bucket.indexes()) {
      columns.append(", ").append(column(index));
    }
    return "CREATE TABLE " + name(bucket) + " (" + columns + ")";
  }

  private String column(Index index) {
    return Dialect.quoted(index.column()) + " " + dialect.columnType(index);
  }

  private static String name(Bucket bucket) {
    return Dialect.quoted(bucket.table());
  }

  private static String indexName(Bucket bucket, String column) {
    return Dialect.quoted(BucketNames.derived(bucket.name(), "_" + column + "_idx"));
  }

  private static String lockName(Bucket bucket) {
    return Dialect.quoted(BucketNames.derived(bucket.name(), "_locking_serial"));
  }

  private List<Sql> makeIndex(Bucket bucket, Index index) {
    if (index.unique() && !dialect.uniqueByIndex()) {
      return List.of();
    }
    return List.of(
        Sql.of(
            "CREATE %sINDEX %s ON %s%s"
                .formatted(
                    index.unique() ? "UNIQUE " : "",
                    indexName(bucket, index.column()),
                    name(bucket),
                    dialect.indexTarget(index))));
  }

  private Sql insertRow(Bucket bucket) {
    Parameters parameters = new Parameters();
    String values =
        String.join(
            ", ",
            parameters.add(bucket.name()),
            parameters.add(bucket.config().indexText().toString()),
            parameters.add(bucket.config().pre().toString()),
            parameters.add(bucket.config().post().toString()),
            parameters.add(bucket.optionsText()),
            dialect.nowText());
    return parameters.of(
        "INSERT INTO buckets_config (name, \"index\", pre, post, options, mtime) VALUES ("
            + values
            + ")");
  }

  /// Changes a bucket: its row, and columns that come or go.
  ///
  /// @param before as it was; of the same name
  public List<Sql> update(Bucket before, Bucket after) {
    List<Sql> all = new ArrayList<>();
    for (Index index : before.indexes()) {
      if (!after.indexes().contains(index)) {
        all.add(Sql.of("DROP INDEX IF EXISTS " + indexName(before, index.column())));
        all.add(
            Sql.of(
                "ALTER TABLE %s DROP COLUMN %s"
                    .formatted(name(before), Dialect.quoted(index.column()))));
      }
    }
    for (Index index : after.indexes()) {
      if (!before.indexes().contains(index)) {
        all.add(Sql.of("ALTER TABLE %s ADD COLUMN %s".formatted(name(after), column(index))));
        all.addAll(makeIndex(after, index));
      }
    }
    all.add(updateRow(after));
    return all;
  }

  /// Adds the column that says which version of the bucket an object's columns are of.
  public Sql addRowVersion(Bucket bucket) {
    return Sql.of("ALTER TABLE " + name(bucket) + " ADD COLUMN _rver INTEGER");
  }

  /// Writes what a bucket's row says.
  public Sql updateRow(Bucket bucket) {
    Parameters parameters = new Parameters();
    return parameters.of(
        "UPDATE buckets_config SET \"index\" = %s, pre = %s, post = %s, options = %s,"
                .formatted(
                    parameters.add(bucket.config().indexText().toString()),
                    parameters.add(bucket.config().pre().toString()),
                    parameters.add(bucket.config().post().toString()),
                    parameters.add(bucket.optionsText()))
            + " mtime = %s, reindex_active = %s WHERE name = %s"
                .formatted(
                    dialect.nowText(),
                    parameters.add(bucket.reindexing().isEmpty() ? null : bucket.reindexText()),
                    parameters.add(bucket.name())));
  }

  /// Removes a bucket with all its objects.
  public List<Sql> drop(Bucket bucket) {
    List<Sql> all = new ArrayList<>();
    all.add(Sql.of("DROP TABLE " + name(bucket)));
    all.addAll(dialect.dropSerial(bucket.name()));
    if (bucket.config().guaranteesOrder()) {
      all.add(Sql.of("DROP TABLE " + lockName(bucket)));
    }
    Parameters parameters = new Parameters();
    String name = parameters.add(bucket.name());
    all.add(parameters.of("DELETE FROM buckets_config WHERE name = " + name));
    return all;
  }

  /// Keeps other writers of a bucket out that guarantees their order.
  public Sql lockOrder(Bucket bucket) {
    return Sql.of("SELECT id FROM " + lockName(bucket) + dialect.forUpdate());
  }
}

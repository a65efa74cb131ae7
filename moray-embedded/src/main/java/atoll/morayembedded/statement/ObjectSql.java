package atoll.morayembedded.statement;

import atoll.moray.filter.Filter;
import atoll.morayembedded.bucket.Bucket;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.error.Refusal;
import atoll.morayembedded.object.ColumnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Statements on the objects of one bucket.
public final class ObjectSql {

  private final Dialect dialect;
  private final Bucket bucket;
  private final TableShape shape;
  private final String table;

  public ObjectSql(Dialect dialect, Bucket bucket, TableShape shape) {
    this.dialect = dialect;
    this.bucket = bucket;
    this.shape = shape;
    this.table = Dialect.quoted(bucket.table());
  }

  /// An object as it is written.
  ///
  /// @param columns of every index of the bucket; empty for null
  /// @param vnode null if the client named none
  public record Written(
      String key,
      String value,
      String etag,
      long mtime,
      @Nullable Long vnode,
      Map<Index, Optional<ColumnValue>> columns) {}

  /// Selects one object.
  public Sql get(String key) {
    Parameters parameters = new Parameters();
    String placeholder = parameters.add(key);
    return parameters.of("SELECT * FROM " + table + " WHERE _key = " + placeholder);
  }

  /// Selects the etag of an object that is changed afterwards.
  public Sql lock(String key) {
    Parameters parameters = new Parameters();
    String placeholder = parameters.add(key);
    return parameters.of(
        "SELECT _etag FROM " + table + " WHERE _key = " + placeholder + dialect.forUpdate());
  }

  /// Adds an object, with all that must be run for it in this order.
  public List<Sql> insert(Written object) {
    List<Sql> all = new ArrayList<>(dialect.drawId(bucket.name()));
    Parameters parameters = new Parameters();
    List<Dialect.Assignment> assignments = new ArrayList<>();
    assignments.add(new Dialect.Assignment("_key", parameters.add(object.key())));
    assignments.addAll(dialect.drawnId(bucket.name(), shape.extendedIds()));
    assignments.addAll(assignments(object, parameters));
    all.add(
        parameters.of(
            "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                    table,
                    joined(assignments, Dialect.Assignment::column),
                    joined(assignments, Dialect.Assignment::expression))));
    return all;
  }

  /// Writes an object over the one with its key.
  public Sql replace(Written object) {
    Parameters parameters = new Parameters();
    String set =
        joined(assignments(object, parameters), each -> each.column() + " = " + each.expression());
    return parameters.of(
        "UPDATE %s SET %s WHERE _key = %s".formatted(table, set, parameters.add(object.key())));
  }

  private static String joined(
      List<Dialect.Assignment> assignments, Function<Dialect.Assignment, String> part) {
    return assignments.stream().map(part).collect(Collectors.joining(", "));
  }

  private List<Dialect.Assignment> assignments(Written object, Parameters parameters) {
    List<Dialect.Assignment> all = new ArrayList<>();
    all.add(new Dialect.Assignment("_value", parameters.add(object.value())));
    all.add(new Dialect.Assignment("_etag", parameters.add(object.etag())));
    all.add(new Dialect.Assignment("_mtime", parameters.add(Long.toString(object.mtime()))));
    all.add(new Dialect.Assignment("_txn_snap", dialect.snapshot()));
    Long vnode = object.vnode();
    all.add(
        new Dialect.Assignment("_vnode", parameters.add(vnode == null ? null : vnode.toString())));
    if (shape.reindexed()) {
      all.add(new Dialect.Assignment("_rver", version(parameters)));
    }
    object.columns().forEach((index, value) -> all.add(assignment(index, value, parameters)));
    return all;
  }

  private String version(Parameters parameters) {
    return parameters.add(Long.toString(bucket.config().version()));
  }

  private Dialect.Assignment assignment(
      Index index, Optional<ColumnValue> value, Parameters parameters) {
    return new Dialect.Assignment(
        Dialect.quoted(index.column()),
        parameters.add(value.map(present -> dialect.bound(index, present)).orElse(null)));
  }

  /// Removes an object.
  public Sql delete(String key) {
    Parameters parameters = new Parameters();
    String placeholder = parameters.add(key);
    return parameters.of("DELETE FROM " + table + " WHERE _key = " + placeholder);
  }

  /// A search, to be run, counted, or shown.
  ///
  /// @param matchInMemory whether the filter must be held against each object once more
  public record Search(Sql count, Sql rows, boolean matchInMemory) {}

  /// Which of the objects found are meant.
  ///
  /// @param limit negative: all
  /// @param indexesOnly whether a search is refused that indexes alone cannot answer, as it always
  ///   is where objects are changed
  public record Page(List<Order> order, long limit, long offset, boolean indexesOnly) {

    /// An attribute that objects are ordered by.
    public record Order(String attribute, boolean descending) {}
  }

  /// Searches objects.
  ///
  /// @param shown the filter as it came, for messages
  public Search find(Filter filter, String shown, Page page) {
    Parameters counted = new Parameters();
    String condition = write(filter, shown, page.indexesOnly(), counted).text();
    Parameters found = new Parameters();
    FilterSql.Condition again = write(filter, shown, page.indexesOnly(), found);
    return new Search(
        counted.of("SELECT COUNT(1) AS _count FROM " + table + " WHERE " + condition),
        found.of("SELECT * FROM " + table + " WHERE " + again.text() + tail(page, shown)),
        again.matchInMemory());
  }

  private FilterSql.Condition write(
      Filter filter, String shown, boolean strict, Parameters parameters) {
    return FilterSql.write(filter, bucket, dialect, shape.extendedIds(), shown, strict, parameters);
  }

  private String tail(Page page, String shown) {
    String order =
        page.order().stream()
            .map(each ->
                orderColumn(each.attribute(), shown) + (each.descending() ? " DESC" : " ASC"))
            .collect(Collectors.joining(", "));
    // SQLite knows no offset without a limit.
    String limit = page.limit() < 0 ? Long.toString(Long.MAX_VALUE) : Long.toString(page.limit());
    return (order.isEmpty() ? "" : " ORDER BY " + order)
        + (page.limit() < 0 && page.offset() == 0 ? "" : " LIMIT " + limit)
        + (page.offset() == 0 ? "" : " OFFSET " + page.offset());
  }

  private String orderColumn(String attribute, String shown) {
    return switch (attribute) {
      case "_id" -> Dialect.anyId(shape.extendedIds());
      case "_key", "_etag", "_mtime", "_txn_snap" -> attribute;
      default ->
          Dialect.quoted(
              bucket
                  .index(attribute)
                  .filter(index -> !bucket.isReindexing(attribute))
                  .orElseThrow(
                      () -> Refusal.notIndexed(bucket.name(), shown, List.of(), List.of(attribute)))
                  .column());
    };
  }

  /// Removes what a filter finds.
  public Sql deleteMany(Filter filter, String shown, Page page) {
    Parameters parameters = new Parameters();
    String keys = keys(filter, shown, page, parameters);
    return parameters.of("DELETE FROM " + table + " WHERE _key IN (" + keys + ")");
  }

  /// Sets columns of what a filter finds.
  ///
  /// @param etag that all of them get
  /// @param mtime that all of them get
  public Sql updateMany(
      Map<Index, Optional<ColumnValue>> columns,
      String etag,
      long mtime,
      Filter filter,
      String shown,
      Page page) {
    Parameters parameters = new Parameters();
    List<Dialect.Assignment> set = new ArrayList<>();
    columns.forEach((index, value) -> set.add(assignment(index, value, parameters)));
    set.add(new Dialect.Assignment("_etag", parameters.add(etag)));
    set.add(new Dialect.Assignment("_mtime", parameters.add(Long.toString(mtime))));
    set.add(new Dialect.Assignment("_txn_snap", dialect.snapshot()));
    return parameters.of(
        "UPDATE %s SET %s WHERE _key IN (%s)"
            .formatted(
                table,
                joined(set, each -> each.column() + " = " + each.expression()),
                keys(filter, shown, page, parameters)));
  }

  private String keys(Filter filter, String shown, Page page, Parameters parameters) {
    String condition = write(filter, shown, true, parameters).text();
    return "SELECT _key FROM " + table + " WHERE " + condition + tail(page, shown);
  }

  /// Selects objects whose columns are not those of the bucket's version yet.
  public Sql stale(long count) {
    Parameters parameters = new Parameters();
    return parameters.of(
        "SELECT _key, _value, _etag FROM %s WHERE %s LIMIT %d%s"
            .formatted(table, staleCondition(parameters), count, dialect.forUpdate()));
  }

  /// Counts them.
  public Sql countStale() {
    Parameters parameters = new Parameters();
    return parameters.of(
        "SELECT COUNT(1) AS remaining FROM " + table + " WHERE " + staleCondition(parameters));
  }

  private String staleCondition(Parameters parameters) {
    return "(_rver IS NULL OR _rver < "
        + parameters.add(Long.toString(bucket.reindexVersion()))
        + ")";
  }

  /// Fills an object's columns and leaves the rest of it as it is.
  public Sql refill(String key, Map<Index, Optional<ColumnValue>> columns) {
    Parameters parameters = new Parameters();
    List<Dialect.Assignment> set = new ArrayList<>();
    columns.forEach((index, value) -> set.add(assignment(index, value, parameters)));
    set.add(new Dialect.Assignment("_rver", version(parameters)));
    return parameters.of(
        "UPDATE %s SET %s WHERE _key = %s"
            .formatted(
                table,
                joined(set, each -> each.column() + " = " + each.expression()),
                parameters.add(key)));
  }
}

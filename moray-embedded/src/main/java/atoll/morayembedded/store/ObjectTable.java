package atoll.morayembedded.store;

import atoll.fast.json.Json;
import atoll.moray.MorayErrorKind;
import atoll.moray.filter.Filter;
import atoll.morayembedded.bucket.Bucket;
import atoll.morayembedded.bucket.Index;
import atoll.morayembedded.error.Refusal;
import atoll.morayembedded.filter.FilterMatch;
import atoll.morayembedded.filter.FilterReading;
import atoll.morayembedded.object.ColumnValue;
import atoll.morayembedded.object.Etag;
import atoll.morayembedded.object.EtagCondition;
import atoll.morayembedded.object.IndexValues;
import atoll.morayembedded.object.Overlay;
import atoll.morayembedded.object.StoredObject;
import atoll.morayembedded.object.ValueText;
import atoll.morayembedded.statement.ObjectSql;
import atoll.morayembedded.statement.TableShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The objects of one bucket, within a transaction. Confined to it.
final class ObjectTable {

  private final Transaction transaction;
  private final BucketTable buckets;
  private final Bucket bucket;
  private final ObjectSql sql;
  private final TableShape shape;

  ObjectTable(
      Transaction transaction,
      BucketTable buckets,
      Bucket bucket,
      ObjectSql sql,
      TableShape shape) {
    this.transaction = transaction;
    this.buckets = buckets;
    this.bucket = bucket;
    this.sql = sql;
    this.shape = shape;
  }

  Bucket bucket() {
    return bucket;
  }

  // ---- one object ----

  /// Writes an object.
  ///
  /// @param mtime milliseconds since 1970
  /// @return its etag
  /// @throws Refusal `EtagConflictError`, `UniqueAttributeError`, `InvalidIndexTypeError`
  String put(String key, Json value, EtagCondition condition, @Nullable Long vnode, long mtime)
      throws SQLException {
    checkKey(key);
    Optional<String> present = lock(key);
    condition.check(bucket.name(), key, present.orElse(null));
    String text = ValueText.of(value);
    ObjectSql.Written written =
        new ObjectSql.Written(key, text, Etag.of(text), mtime, vnode, columns(value));
    telling(
        written.columns(),
        () ->
            transaction.updateAll(
                present.isPresent() ? List.of(sql.replace(written)) : sql.insert(written)));
    return written.etag();
  }

  private static void checkKey(String key) {
    if (key.indexOf('\0') >= 0) {
      throw new Refusal(
          MorayErrorKind.INVOCATION, "a key holds a character with the code 0, which no text may");
    }
  }

  private Optional<String> lock(String key) throws SQLException {
    return transaction.first(sql.lock(key), row -> row.text("_etag"));
  }

  private Map<Index, Optional<ColumnValue>> columns(Json value) {
    Map<Index, Optional<ColumnValue>> columns = new LinkedHashMap<>();
    bucket.indexes().forEach(index -> columns.put(index, IndexValues.of(index, value)));
    return columns;
  }

  private interface Writing {
    void run() throws SQLException;
  }

  /// Says which attribute it was that the database did not take.
  private void telling(Map<Index, Optional<ColumnValue>> columns, Writing writing)
      throws SQLException {
    try {
      writing.run();
    } catch (SQLException failed) {
      Optional<Index> violated =
          transaction.engine().violatedColumn(failed).flatMap(bucket::byColumn);
      if (violated.isPresent()) {
        String value =
            switch (columns.getOrDefault(violated.get(), Optional.empty()).orElse(null)) {
              case null -> "null";
              case ColumnValue.One one -> one.text();
              case ColumnValue.Many many -> String.join(",", many.texts());
            };
        throw Refusal.unique(violated.get().attribute(), value);
      }
      if (transaction.engine().isBadValue(failed)) {
        throw new Refusal(
            MorayErrorKind.INVALID_INDEX_TYPE,
            "a value does not fit its index in " + bucket.name() + ": " + failed.getMessage(),
            failed);
      }
      throw failed;
    }
  }

  /// @throws Refusal `ObjectNotFoundError`
  StoredObject get(String key) throws SQLException {
    return transaction
        .first(sql.get(key), this::object)
        .orElseThrow(() -> Refusal.objectNotFound(bucket.name(), key));
  }

  /// Removes an object.
  ///
  /// @throws Refusal `ObjectNotFoundError`, `EtagConflictError`
  void delete(String key, EtagCondition condition) throws SQLException {
    String present = lock(key).orElseThrow(() -> Refusal.objectNotFound(bucket.name(), key));
    // Moray asks only whether there is something to compare with, so that null asks for nothing.
    if (condition instanceof EtagCondition.Is is && !is.etag().isEmpty()) {
      is.check(bucket.name(), key, present);
    }
    transaction.update(sql.delete(key));
  }

  private StoredObject object(Row row) throws SQLException {
    Json value = Json.parse(row.text("_value"));
    List<Overlay.Covered> covered = new ArrayList<>();
    for (Index index : bucket.indexes()) {
      if (!bucket.isReindexing(index.attribute())) {
        covered.add(new Overlay.Covered(index, row.value(index)));
      }
    }
    OptionalLong id = row.number("_id");
    if (id.isEmpty() && shape.extendedIds()) {
      id = row.number("_idx");
    }
    return new StoredObject(
        bucket.name(),
        row.text("_key"),
        Overlay.over(value, covered),
        id.orElseThrow(() -> new SQLException("an object has neither _id nor _idx")),
        row.text("_etag"),
        row.number("_mtime").orElse(0),
        row.number("_txn_snap"));
  }

  // ---- many objects ----

  /// The statements of a search.
  ObjectSql.Search search(String filter, ObjectSql.Page page) {
    return sql.find(FilterReading.parse(filter), filter, page);
  }

  /// Finds objects, and tells of each as it comes.
  ///
  /// @param counts whether all that the filter finds are counted first
  void find(String filter, ObjectSql.Page page, boolean counts, Store.Finding finding)
      throws SQLException {
    Filter parsed = FilterReading.parse(filter);
    ObjectSql.Search search = sql.find(parsed, filter, page);
    askingWith(
        filter,
        () -> {
          OptionalLong count = counts ? count(search) : OptionalLong.empty();
          transaction.each(
              search.rows(),
              row -> {
                StoredObject object = object(row);
                if (!search.matchInMemory() || FilterMatch.matches(parsed, object::attribute)) {
                  finding.found(object, count);
                }
              });
        });
  }

  private OptionalLong count(ObjectSql.Search search) throws SQLException {
    return transaction
        .first(search.count(), row -> row.number("_count"))
        .orElse(OptionalLong.empty());
  }

  /// Says that it is the filter whose values the database did not take.
  private void askingWith(String filter, Writing asking) throws SQLException {
    try {
      asking.run();
    } catch (SQLException failed) {
      if (transaction.engine().isBadValue(failed)) {
        throw Refusal.invalidQuery(filter, String.valueOf(failed.getMessage()));
      }
      throw failed;
    }
  }

  /// Removes what a filter finds.
  ///
  /// @return how many
  int deleteMany(String filter, ObjectSql.Page page) throws SQLException {
    int[] count = new int[1];
    Filter parsed = FilterReading.parse(filter);
    askingWith(filter, () -> count[0] = transaction.update(sql.deleteMany(parsed, filter, page)));
    return count[0];
  }

  /// Sets columns of what a filter finds; the objects' texts stay.
  ///
  /// @param etag that all of them get
  /// @return how many
  /// @throws Refusal `FieldUpdateError` for no fields, `NotIndexedError` for others than indexed
  ///   ones, `NotNullableError` for null in a unique one
  int updateMany(Json fields, String filter, ObjectSql.Page page, String etag, long mtime)
      throws SQLException {
    Map<Index, Optional<ColumnValue>> columns = fields(fields, filter);
    Filter parsed = FilterReading.parse(filter);
    int[] count = new int[1];
    telling(
        columns,
        () ->
            count[0] =
                transaction.update(sql.updateMany(columns, etag, mtime, parsed, filter, page)));
    return count[0];
  }

  private Map<Index, Optional<ColumnValue>> fields(Json fields, String filter) {
    Map<Index, Optional<ColumnValue>> columns = new LinkedHashMap<>();
    fields
        .members()
        .forEach((name, field) -> {
          Index index =
              bucket
                  .index(name)
                  .orElseThrow(
                      () -> Refusal.notIndexed(bucket.name(), filter, List.of(), List.of(name)));
          Optional<ColumnValue> value = IndexValues.ofMember(index, field);
          if (value.isEmpty() && index.unique()) {
            throw new Refusal(
                MorayErrorKind.NOT_NULLABLE,
                bucket.name() + "." + name + " is unique and cannot be null");
          }
          columns.put(index, value);
        });
    if (columns.isEmpty()) {
      throw new Refusal(
          MorayErrorKind.FIELD_UPDATE,
          "no fields of " + bucket.name() + " were named to be updated");
    }
    return columns;
  }

  /// Fills the columns of some objects from their texts.
  ///
  /// @param count of how many at most
  Store.Reindexed reindex(long count) throws SQLException {
    if (bucket.reindexing().isEmpty()) {
      return new Store.Reindexed(0, 0);
    }
    Map<String, Map<Index, Optional<ColumnValue>>> stale = new LinkedHashMap<>();
    transaction.each(
        sql.stale(count),
        row -> stale.put(row.text("_key"), columns(Json.parse(row.text("_value")))));
    for (Map.Entry<String, Map<Index, Optional<ColumnValue>>> each : stale.entrySet()) {
      telling(
          each.getValue(), () -> transaction.update(sql.refill(each.getKey(), each.getValue())));
    }
    long remaining =
        transaction
            .first(sql.countStale(), row -> row.number("remaining"))
            .orElse(OptionalLong.empty())
            .orElse(0);
    if (remaining == 0) {
      buckets.finishReindexing(bucket);
    }
    return new Store.Reindexed(stale.size(), remaining);
  }
}

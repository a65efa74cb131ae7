package atoll.morayembedded.store;

import atoll.fast.json.Json;
import atoll.moray.MorayErrorKind;
import atoll.morayembedded.bucket.Bucket;
import atoll.morayembedded.bucket.BucketConfig;
import atoll.morayembedded.bucket.BucketNames;
import atoll.morayembedded.error.Refusal;
import atoll.morayembedded.statement.BucketSql;
import atoll.morayembedded.statement.ObjectSql;
import atoll.morayembedded.statement.TableShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The buckets of a database, within a transaction. Confined to it.
final class BucketTable {

  private final Transaction transaction;
  private final BucketSql sql;

  BucketTable(Transaction transaction) {
    this.transaction = transaction;
    this.sql = new BucketSql(transaction.engine().dialect());
  }

  /// A bucket and its table.
  record Found(Bucket bucket, TableShape shape) {}

  /// Finds a bucket.
  ///
  /// @throws Refusal `BucketNotFoundError`
  Found get(String name) throws SQLException {
    return get(name, false);
  }

  private Found get(String name, boolean forUpdate) throws SQLException {
    return transaction
        .first(sql.select(name, forUpdate), BucketTable::found)
        .orElseThrow(() -> Refusal.bucketNotFound(name));
  }

  private static Found found(Row row) throws SQLException {
    String name = row.text("name");
    BucketConfig config =
        BucketConfig.parse(
            name,
            Json.parse(
                "{\"index\":%s,\"pre\":%s,\"post\":%s,\"options\":%s}"
                    .formatted(
                        row.text("index"),
                        row.text("pre"),
                        row.text("post"),
                        row.textOrNull("options").orElse("{}"))));
    Optional<String> active = row.textOrNull("reindex_active");
    SortedMap<Long, List<String>> reindexing =
        active.isPresent()
            ? Bucket.parseReindexing(Json.parse(active.get()), config.indexes())
            : Collections.emptySortedMap();
    return new Found(
        new Bucket(name, config, row.text("changed"), reindexing),
        new TableShape(row.flag("extended"), row.flag("reindexed")));
  }

  List<Bucket> list() throws SQLException {
    List<Bucket> all = new ArrayList<>();
    transaction.each(sql.selectAll(), row -> all.add(found(row).bucket()));
    return all;
  }

  /// Makes a bucket.
  ///
  /// @param extended whether its objects get their ids in `_idx`
  /// @throws Refusal `InvalidBucketNameError`, `InvalidBucketConfigError`, `BucketConflictError` if
  ///   it is there already
  void create(String name, Json json, boolean extended) throws SQLException {
    BucketNames.check(name);
    BucketConfig config = parse(name, json);
    Optional<String> present =
        transaction.first(sql.selectSameTable(name), row -> row.text("name"));
    if (present.isPresent()) {
      throw new Refusal(
          MorayErrorKind.BUCKET_CONFLICT, name + " cannot be made: " + present.get() + " exists");
    }
    transaction.updateAll(
        sql.create(new Bucket(name, config, "", Collections.emptySortedMap()), extended));
  }

  private BucketConfig parse(String name, Json json) {
    BucketConfig config = BucketConfig.parse(name, json);
    if (config.indexes().stream().anyMatch(index -> index.type().isRange())
        && !transaction.engine().dialect().hasRanges()) {
      throw new Refusal(
          MorayErrorKind.INVALID_BUCKET_CONFIG,
          "the configuration of " + name + " is invalid: ranges need PostgreSQL");
    }
    return config;
  }

  /// Changes a bucket. Columns that a new version adds are to be filled by [ObjectTable#reindex],
  /// unless nobody wants that.
  ///
  /// @param reindexes whether they are
  void update(String name, Json json, boolean reindexes) throws SQLException {
    BucketConfig config = parse(name, json);
    Found found = get(name, true);
    Bucket before = found.bucket();
    long version = before.config().version();
    if (version != 0 && version >= config.version()) {
      throw new Refusal(
          MorayErrorKind.BUCKET_VERSION,
          "%s has version %d already, which %d does not replace"
              .formatted(name, version, config.version()));
    }
    SortedMap<Long, List<String>> reindexing = reindexing(before, config, reindexes);
    Bucket after = new Bucket(name, config, before.mtime(), reindexing);
    transaction.updateAll(sql.update(before, after));
    if (!reindexing.isEmpty() && !found.shape().reindexed()) {
      transaction.update(sql.addRowVersion(after));
    }
  }

  private static SortedMap<Long, List<String>> reindexing(
      Bucket before, BucketConfig config, boolean reindexes) {
    SortedMap<Long, List<String>> all = new TreeMap<>();
    before
        .reindexing()
        .forEach((version, attributes) -> {
          List<String> kept =
              attributes.stream()
                  .filter(attribute ->
                      config.indexes().stream()
                          .anyMatch(index -> index.attribute().equals(attribute)))
                  .toList();
          if (!kept.isEmpty()) {
            all.put(version, kept);
          }
        });
    List<String> added =
        config.indexes().stream()
            .filter(index -> !before.indexes().contains(index))
            .map(index -> index.attribute())
            .toList();
    if (config.version() != 0 && reindexes && !added.isEmpty()) {
      all.put(config.version(), added);
    }
    return all;
  }

  /// Says that all columns of a bucket are filled.
  void finishReindexing(Bucket bucket) throws SQLException {
    transaction.update(
        sql.updateRow(
            new Bucket(
                bucket.name(), bucket.config(), bucket.mtime(), Collections.emptySortedMap())));
  }

  /// Removes a bucket with its objects.
  void delete(String name) throws SQLException {
    transaction.updateAll(sql.drop(get(name, true).bucket()));
  }

  /// The objects of a bucket.
  ObjectTable objects(String name) throws SQLException {
    Found found = get(name);
    ObjectSql objects =
        new ObjectSql(transaction.engine().dialect(), found.bucket(), found.shape());
    return new ObjectTable(transaction, this, found.bucket(), objects, found.shape());
  }

  /// The same, where they are written: one writer after the other, if the bucket says so.
  ObjectTable written(String name) throws SQLException {
    ObjectTable objects = objects(name);
    if (objects.bucket().config().guaranteesOrder()) {
      transaction.first(sql.lockOrder(objects.bucket()), row -> row.text("id"));
    }
    return objects;
  }
}

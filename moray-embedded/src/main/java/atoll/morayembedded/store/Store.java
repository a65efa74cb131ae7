package atoll.morayembedded.store;

import atoll.cueball.Pool;
import atoll.cueball.PoolLimits;
import atoll.cueball.PoolSeams;
import atoll.cueball.Resolver;
import atoll.cueballpostgres.PostgresConnector;
import atoll.cueballpostgres.PostgresSettings;
import atoll.fast.json.Json;
import atoll.kit.Clock;
import atoll.kit.Randomness;
import atoll.morayembedded.bucket.Bucket;
import atoll.morayembedded.object.Etag;
import atoll.morayembedded.object.StoredObject;
import atoll.morayembedded.statement.ObjectSql;
import atoll.morayembedded.statement.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Buckets and objects in a database: each call here is a transaction of its own, and fails as a
/// whole with a [atoll.morayembedded.error.Refusal]. `timeout` is how long the database may take
/// for each of its answers.
///
/// Shared by any number of calls.
public final class Store implements AutoCloseable {

  private final Database database;
  private final StoreSettings settings;
  private final Clock clock;
  private final Randomness randomness;

  private Store(Database database, StoreSettings settings, Clock clock, Randomness randomness) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.randomness = randomness;
  }

  /// Keeps everything in a PostgreSQL database.
  ///
  /// @param at where its server is
  /// @throws atoll.kit.AtollException `UNREACHABLE` if it cannot be used
  public static Store postgres(
      PoolSeams seams, Resolver at, PostgresSettings login, StoreSettings settings) {
    Pool<Connection> pool =
        Pool.start(
            "moray",
            seams,
            PoolLimits.USUAL.withConnections(settings.connections()),
            at,
            new PostgresConnector(login, seams.clock()));
    return started(
        new PostgresDatabase(pool, seams.clock(), settings.fetchRows()),
        settings,
        seams.clock(),
        seams.randomness());
  }

  /// Keeps everything in a file of SQLite, which is made if it is not there.
  ///
  /// @throws atoll.kit.AtollException `IO` if it cannot be opened
  public static Store sqlite(
      Path file, StoreSettings settings, Clock clock, Randomness randomness) {
    return started(
        SqliteDatabase.open(file, settings.connections() - 1, settings.fetchRows(), clock),
        settings,
        clock,
        randomness);
  }

  private static Store started(
      Database database, StoreSettings settings, Clock clock, Randomness randomness) {
    try {
      database.write(
          StoreSettings.START_TIME,
          transaction -> {
            for (Sql sql : transaction.engine().dialect().schema()) {
              transaction.any(sql, row -> {});
            }
            return true;
          });
      return new Store(database, settings, clock, randomness);
    } catch (RuntimeException | Error failed) {
      database.close();
      throw failed;
    }
  }

  private long now() {
    return clock.now().toEpochMilli();
  }

  // ---- buckets ----

  private interface Change {
    void of(BucketTable buckets) throws SQLException;
  }

  private void change(Duration timeout, Change change) {
    boolean _ =
        database.write(
            timeout,
            transaction -> {
              change.of(new BucketTable(transaction));
              return true;
            });
  }

  public void createBucket(Duration timeout, String name, Json config) {
    change(timeout, buckets -> buckets.create(name, config, settings.extendedIds()));
  }

  public Bucket getBucket(Duration timeout, String name) {
    return database.read(timeout, transaction -> new BucketTable(transaction).get(name).bucket());
  }

  /// All buckets, by name.
  public List<Bucket> listBuckets(Duration timeout) {
    return database.read(timeout, transaction -> new BucketTable(transaction).list());
  }

  /// Changes a bucket.
  ///
  /// @param reindexes whether columns that a new version adds are to be filled by [#reindex]
  public void updateBucket(Duration timeout, String name, Json config, boolean reindexes) {
    change(timeout, buckets -> buckets.update(name, config, reindexes));
  }

  public void deleteBucket(Duration timeout, String name) {
    change(timeout, buckets -> buckets.delete(name));
  }

  // ---- objects ----

  /// Runs operations together: all of them, or none.
  public List<BatchOutcome> batch(Duration timeout, List<BatchOperation> operations) {
    return database.write(
        timeout,
        transaction -> {
          BucketTable buckets = new BucketTable(transaction);
          List<BatchOutcome> outcomes = new ArrayList<>();
          for (BatchOperation operation : operations) {
            outcomes.add(run(buckets.written(operation.bucket()), operation));
          }
          return outcomes;
        });
  }

  private BatchOutcome run(ObjectTable objects, BatchOperation operation) throws SQLException {
    return switch (operation) {
      case BatchOperation.Put put ->
          new BatchOutcome.Stored(
              put.bucket(),
              put.key(),
              objects.put(put.key(), put.value(), put.condition(), put.vnode(), now()));
      case BatchOperation.Update update -> {
        String etag = Etag.ofUpdate(randomness.nextLong());
        int count =
            objects.updateMany(update.fields(), update.filter(), update.page(), etag, now());
        yield new BatchOutcome.Updated(update.bucket(), update.filter(), count, etag);
      }
      case BatchOperation.Delete delete -> {
        objects.delete(delete.key(), delete.condition());
        yield new BatchOutcome.Deleted(delete.bucket(), delete.key());
      }
      case BatchOperation.DeleteMany many ->
          new BatchOutcome.DeletedMany(
              many.bucket(), many.filter(), objects.deleteMany(many.filter(), many.page()));
    };
  }

  /// Runs one operation.
  public BatchOutcome run(Duration timeout, BatchOperation operation) {
    return batch(timeout, List.of(operation)).getFirst();
  }

  /// Finds one object.
  ///
  /// @throws atoll.morayembedded.error.Refusal `BucketNotFoundError`, `ObjectNotFoundError`
  public StoredObject get(Duration timeout, String bucket, String key) {
    return database.read(
        timeout, transaction -> new BucketTable(transaction).objects(bucket).get(key));
  }

  /// Who is told of objects found, in the transaction that finds them.
  @FunctionalInterface
  public interface Finding {
    /// Takes an object.
    ///
    /// @param count how many the filter finds in all, if they were counted
    void found(StoredObject object, OptionalLong count);
  }

  /// Finds objects; no more than a few are in memory at a time.
  ///
  /// @param counts whether all that the filter finds are counted first
  public void find(
      Duration timeout,
      String bucket,
      String filter,
      ObjectSql.Page page,
      boolean counts,
      Finding finding) {
    boolean _ =
        database.read(
            timeout,
            transaction -> {
              new BucketTable(transaction).objects(bucket).find(filter, page, counts, finding);
              return true;
            });
  }

  /// The statements that a search would run.
  public ObjectSql.Search search(
      Duration timeout, String bucket, String filter, ObjectSql.Page page) {
    return database.read(
        timeout, transaction -> new BucketTable(transaction).objects(bucket).search(filter, page));
  }

  /// What a round of reindexing did.
  public record Reindexed(long processed, long remaining) {}

  /// Fills the columns of some objects that a new version of their bucket has added.
  ///
  /// @param count of how many at most
  public Reindexed reindex(Duration timeout, String bucket, long count) {
    return database.write(
        timeout, transaction -> new BucketTable(transaction).written(bucket).reindex(count));
  }

  /// Runs a statement of a client's and hands on each row as the database names its columns.
  public void sql(Duration timeout, Sql statement, Consumer<Json> rows) {
    boolean _ =
        database.once(
            timeout,
            statement.text(),
            transaction -> {
              transaction.any(statement, row -> rows.accept(row.json(settings.numbers())));
              return true;
            });
  }

  /// Asks the database for a sign of life.
  public void ping(Duration timeout) {
    boolean _ =
        database.read(
            timeout,
            transaction ->
                transaction
                    .first(Sql.of("SELECT 1 AS alive"), row -> row.flag("alive"))
                    .isPresent());
  }

  @Override
  public void close() {
    database.close();
  }
}

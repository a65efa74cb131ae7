package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// An index in a PostgreSQL database, which any number of gateways may share.
///
/// Shared (one writer; connections to read with are taken from a pool).
public final class PostgresIndex implements IndexStore {

  private static final int LOAD_ROWS = 10_000;
  private static final int READ_QUEUE = 4096;

  private final PostgresSettings settings;
  private final PostgresDialect dialect;
  private final Writer writer;
  private final ReadPool<PostgresReader> pool;
  private final ThreadPoolExecutor readers;

  private PostgresIndex(
      PostgresSettings settings, IndexLimits limits, Clock clock, IndexCounts counts)
      throws SQLException {
    this.settings = settings;
    this.dialect = new PostgresDialect(settings.toString());
    SqlWrites first = new SqlWrites(connect());
    Schema.bringForward(first.connection(), dialect, settings.toString());
    this.writer =
        new Writer(dialect, first, () -> new SqlWrites(connect()), limits, clock, counts, () -> {});
    List<PostgresReader> connections = new ArrayList<>();
    for (int index = 0; index < limits.readConnections(); index++) {
      connections.add(new PostgresReader(this::connect));
    }
    this.pool = new ReadPool<>(dialect, limits.waitTime(), connections, counts::closeFailed);
    AtomicLong names = new AtomicLong();
    this.readers =
        new ThreadPoolExecutor(
            limits.readConnections(),
            limits.readConnections(),
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(READ_QUEUE),
            work ->
                Thread.ofPlatform()
                    .daemon()
                    .name("mkv-index-read-" + names.incrementAndGet())
                    .unstarted(work),
            (work, full) -> {
              throw new AtollException(
                  Fault.BUSY, READ_QUEUE + " look-ups wait for the index already");
            });
  }

  /// Opens an index, or makes its tables.
  ///
  /// @throws AtollException `UNREACHABLE`, `DENIED`, `UNSUPPORTED` if it is of a newer make
  public static PostgresIndex open(
      PostgresSettings settings, IndexLimits limits, Clock clock, IndexCounts counts) {
    try {
      PostgresIndex index = new PostgresIndex(settings, limits, clock, counts);
      index.writer.start();
      return index;
    } catch (SQLException failed) {
      throw new PostgresDialect(settings.toString()).fault("open the index", failed);
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    if (!settings.user().isEmpty()) {
      properties.setProperty("user", settings.user());
    }
    if (!settings.password().isEmpty()) {
      properties.setProperty("password", settings.password());
    }
    properties.setProperty("ApplicationName", "mkv");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(settings.url(), properties);
  }

  @Override
  public boolean readsAtOnce() {
    return false;
  }

  @Override
  public Executor readers() {
    return readers;
  }

  @Override
  public Optional<KeyRecord> find(Key key) {
    return pool.use("look up a key", reader -> reader.read(reads -> reads.find(key)));
  }

  @Override
  public List<KeyRecord> list(ListQuery query) {
    return pool.use("list keys", reader -> reader.read(reads -> reads.list(query)));
  }

  @Override
  public CompletableFuture<ChangeResult> change(Change change) {
    return writer.submit(change);
  }

  @Override
  public List<Chore> dueChores(long nowMillis, int limit) {
    return pool.use(
        "read chores", reader -> reader.read(reads -> reads.dueChores(nowMillis, limit)));
  }

  @Override
  public ChoreCounts choreCounts() {
    return pool.use("count chores", reader -> reader.read(SqlReads::choreCounts));
  }

  @Override
  public long load(Iterator<KeyRecord> records) {
    return Loading.run(writer, records, LOAD_ROWS);
  }

  @Override
  public IndexCheck verify() {
    return pool.use(
        "verify",
        reader -> {
          List<String> problems = new ArrayList<>();
          long rows = reader.read(reads -> reads.readAll(problems));
          return new IndexCheck(rows, problems);
        });
  }

  @Override
  public int queued() {
    return writer.queued();
  }

  @Override
  public boolean isWriting() {
    return writer.isAlive();
  }

  @Override
  public String describe() {
    return "PostgreSQL, " + settings;
  }

  @Override
  public void close() {
    writer.close();
    readers.shutdown();
    pool.close();
  }
}

package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Clock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;

/// An index in one SQLite file, for one gateway: a lock beside it keeps a second one out. The log
/// of SQLite is written ahead; whoever reads never waits for who writes.
///
/// Shared (one writer; connections to read with are taken from a pool).
public final class SqliteIndex extends SqlIndex {

  private static final long BUSY_MILLIS = 5_000;
  private static final long LOG_BYTES = 64L << 20;
  private static final AtomicLong MEMORY_NAMES = new AtomicLong();

  private final SqliteSettings settings;
  private final String where;
  private final String url;
  private final SqliteDialect dialect;
  private final IndexLock lock;
  private final Connection keeper;
  private final Writer writer;
  private final ReadPool<SqliteReader> pool;
  private final ThreadPoolExecutor readers;
  private volatile boolean readsAtOnce;

  private SqliteIndex(
      SqliteSettings settings, IndexLock lock, IndexLimits limits, Clock clock, IndexCounts counts)
      throws SQLException {
    this.settings = settings;
    this.where = settings.file().map(Path::toString).orElse("memory");
    this.url =
        "jdbc:sqlite:"
            + settings
                .file()
                .map(Path::toString)
                .orElseGet(() -> "file:/mkv-" + MEMORY_NAMES.incrementAndGet() + "?vfs=memdb");
    this.dialect = new SqliteDialect(where, settings.file().isPresent() && settings.synced());
    this.lock = lock;
    this.keeper = connect(false);
    List<Connection> opened = new ArrayList<>(List.of(keeper));
    try {
      Schema.bringForward(keeper, dialect, where);
      opened.add(connect(false));
      this.writer =
          new Writer(
              dialect,
              new SqlWrites(opened.getLast()),
              () -> new SqlWrites(connect(false)),
              limits,
              clock,
              counts,
              new Pauses());
      List<SqliteReader> connections = new ArrayList<>();
      for (int index = 0; index < limits.readConnections(); index++) {
        opened.add(connect(true));
        connections.add(
            new SqliteReader(
                new SqlReads(opened.getLast()), writer::commits, settings.file().isPresent()));
      }
      this.pool = new ReadPool<>(dialect, limits.waitTime(), connections, counts::closeFailed);
    } catch (SQLException | RuntimeException failed) {
      for (Connection each : opened) {
        each.close();
      }
      throw failed;
    }
    this.readers = ReaderThreads.of(limits.readConnections());
    this.readsAtOnce = fitsInMemory();
  }

  /// The version of the schema that this program writes.
  public static int schemaVersion() {
    return new SqliteDialect("").schemaSteps().size();
  }

  /// Opens an index, or makes one.
  ///
  /// @throws AtollException `BUSY` if another process has it, `UNSUPPORTED` if it is of a newer
  ///   make, `CORRUPT`, `DENIED`, `IO`
  public static SqliteIndex open(
      SqliteSettings settings, IndexLimits limits, Clock clock, IndexCounts counts) {
    IndexLock lock = IndexLock.of(settings.file());
    try {
      SqliteIndex index = new SqliteIndex(settings, lock, limits, clock, counts);
      index.writer.start();
      return index;
    } catch (SQLException failed) {
      lock.close();
      String where = settings.file().map(Path::toString).orElse("memory");
      throw new SqliteDialect(where).fault("open the index", failed);
    } catch (RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  private Connection connect(boolean reading) throws SQLException {
    boolean file = settings.file().isPresent();
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", Long.toString(BUSY_MILLIS));
    properties.setProperty("cache_size", Long.toString(-settings.cacheBytes() / 1024));
    properties.setProperty("temp_store", "MEMORY");
    // 0x8000: no mutex, since each connection has one holder at a time.
    properties.setProperty("open_mode", Integer.toString(0x8000 | 0x40 | 0x2 | 0x4));
    if (file) {
      properties.setProperty("journal_mode", "WAL");
      properties.setProperty("synchronous", settings.synced() ? "FULL" : "NORMAL");
      properties.setProperty("mmap_size", Long.toString(settings.mapBytes()));
      properties.setProperty("journal_size_limit", Long.toString(LOG_BYTES));
    }
    Connection connection = DriverManager.getConnection(url, properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = 4000");
      if (reading) {
        statement.execute("PRAGMA query_only = ON");
      }
    } catch (SQLException failed) {
      connection.close();
      throw failed;
    }
    return connection;
  }

  private boolean fitsInMemory() {
    return switch (settings.reading()) {
      case ON_LOOP -> true;
      case IN_POOL -> false;
      case AUTO -> settings.file().map(SqliteIndex::isSmall).orElse(true);
    };
  }

  private static boolean isSmall(Path file) {
    long memory =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : Runtime.getRuntime().maxMemory();
    try {
      return Files.size(file) <= memory / 2;
    } catch (IOException unknown) {
      return false;
    }
  }

  /// What the writer's thread does between its writes.
  private final class Pauses implements Writer.Pauses {

    /// Gives up snapshots that nobody uses just now: the log cannot begin anew before the oldest
    /// one, and would grow for as long as somebody writes.
    @Override
    public void breath() throws SQLException {
      pool.eachFree(SqliteReader::end);
    }

    /// Empties the log if it has grown out of its bounds. It is not made shorter otherwise: to
    /// write over it costs a sync less than to let it grow again.
    @Override
    public void idle() throws SQLException {
      readsAtOnce = fitsInMemory();
      breath();
      if (settings.file().isPresent() && logBytes() > LOG_BYTES) {
        emptyLog();
      }
    }
  }

  private long logBytes() {
    try {
      return Files.size(settings.file().orElseThrow().resolveSibling(logName()));
    } catch (IOException gone) {
      return 0;
    }
  }

  private String logName() {
    return settings.file().map(Path::getFileName).map(Path::toString).orElse("") + "-wal";
  }

  private void emptyLog() throws SQLException {
    try (Statement statement = keeper.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  @Override
  public boolean readsAtOnce() {
    return readsAtOnce;
  }

  @Override
  public Executor readers() {
    return readers;
  }

  @Override
  Writer writer() {
    return writer;
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  <T> T read(String doing, Reading<T> reading) {
    return pool.use(doing, reader -> reading.from(reader.fresh()));
  }

  /// The log cannot begin anew before the oldest snapshot.
  @Override
  <T> T readLong(String doing, Reading<T> reading) {
    return pool.use(
        doing,
        reader -> {
          try {
            return reading.from(reader.fresh());
          } finally {
            reader.end();
          }
        });
  }

  @Override
  void check(SqlReads reads, List<String> problems) throws SQLException {
    try (Statement statement = reads.connection().createStatement();
        ResultSet rows =
            statement.executeQuery("PRAGMA integrity_check(" + IndexCheck.MOST_PROBLEMS + ")")) {
      while (rows.next()) {
        if (!rows.getString(1).equals("ok")) {
          problems.add(where + ": " + rows.getString(1));
        }
      }
    }
  }

  @Override
  public String describe() {
    return "SQLite, "
        + where
        + (settings.synced() ? ", synced" : ", not synced")
        + (readsAtOnce ? ", read on event loops" : ", read in a pool");
  }

  @Override
  void closeReaders() {
    readers.shutdown();
    pool.close();
  }

  @Override
  public void close() {
    super.close();
    try (lock;
        keeper) {
      if (settings.file().isPresent()) {
        emptyLog();
      }
    } catch (SQLException failed) {
      throw dialect.fault("close the index", failed);
    }
    Check.that(!writer.isAlive(), "the index's writer did not end in time");
  }
}

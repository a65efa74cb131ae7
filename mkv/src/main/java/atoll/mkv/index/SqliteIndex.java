package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
import org.jspecify.annotations.Nullable;

/// An index in one SQLite file, for one gateway: a lock beside it keeps a second one out. The log
/// of SQLite is written ahead; whoever reads never waits for who writes.
///
/// Shared (one writer; connections to read with are taken from a pool).
public final class SqliteIndex implements IndexStore {

  private static final int LOAD_ROWS = 10_000;
  private static final int READ_QUEUE = 4096;
  private static final long BUSY_MILLIS = 5_000;
  private static final long LOG_BYTES = 64L << 20;
  private static final AtomicLong MEMORY_NAMES = new AtomicLong();

  private final SqliteSettings settings;
  private final String where;
  private final String url;
  private final SqliteDialect dialect;
  private final @Nullable FileChannel lock;
  private final Connection keeper;
  private final Writer writer;
  private final ReadPool<SqliteReader> pool;
  private final ThreadPoolExecutor readers;
  private volatile boolean readsAtOnce;

  private SqliteIndex(
      SqliteSettings settings,
      @Nullable FileChannel lock,
      IndexLimits limits,
      Clock clock,
      IndexCounts counts)
      throws SQLException {
    this.settings = settings;
    this.where = settings.file().map(Path::toString).orElse("memory");
    this.url =
        "jdbc:sqlite:"
            + settings
                .file()
                .map(Path::toString)
                .orElseGet(() -> "file:/mkv-" + MEMORY_NAMES.incrementAndGet() + "?vfs=memdb");
    this.dialect = new SqliteDialect(where);
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
              this::idle);
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
    this.readers = readers(limits.readConnections());
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
    FileChannel lock;
    try {
      lock = settings.file().isPresent() ? lock(settings.file().get()) : null;
    } catch (IOException failed) {
      throw new AtollException(Fault.IO, "cannot lock the index: " + failed, failed);
    }
    try {
      SqliteIndex index = new SqliteIndex(settings, lock, limits, clock, counts);
      index.writer.start();
      return index;
    } catch (SQLException failed) {
      unlock(lock);
      String where = settings.file().map(Path::toString).orElse("memory");
      throw new SqliteDialect(where).fault("open the index", failed);
    } catch (RuntimeException failed) {
      unlock(lock);
      throw failed;
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path beside = file.resolveSibling(file.getFileName() + ".lock");
    FileChannel channel =
        FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException own) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new AtollException(
          Fault.BUSY, "the index " + file + " is in use by another process: stop that one first");
    }
    return channel;
  }

  private static ThreadPoolExecutor readers(int count) {
    AtomicLong names = new AtomicLong();
    return new ThreadPoolExecutor(
        count,
        count,
        10,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(READ_QUEUE),
        work ->
            Thread.ofPlatform()
                .daemon()
                .name("mkv-index-read-" + names.incrementAndGet())
                .unstarted(work),
        (work, full) -> {
          throw new AtollException(Fault.BUSY, READ_QUEUE + " look-ups wait for the index already");
        });
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

  /// On the writer's thread, when there is nothing to write: gives snapshots up and empties the
  /// log.
  private void idle() {
    readsAtOnce = fitsInMemory();
    if (settings.file().isEmpty()) {
      return;
    }
    try {
      pool.eachFree(SqliteReader::end);
      if (Files.size(settings.file().get().resolveSibling(logName())) > LOG_BYTES / 4) {
        emptyLog();
      }
    } catch (SQLException | IOException later) {
      // Nothing is lost: the log stays as it is, and the next quiet moment tries again.
      return;
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
  public Optional<KeyRecord> find(Key key) {
    return pool.use("look up a key", reader -> reader.fresh().find(key));
  }

  @Override
  public List<KeyRecord> list(ListQuery query) {
    return pool.use(
        "list keys",
        reader -> {
          List<KeyRecord> found = reader.fresh().list(query);
          reader.end();
          return found;
        });
  }

  @Override
  public CompletableFuture<ChangeResult> change(Change change) {
    return writer.submit(change);
  }

  @Override
  public List<Chore> dueChores(long nowMillis, int limit) {
    return pool.use("read chores", reader -> reader.fresh().dueChores(nowMillis, limit));
  }

  @Override
  public ChoreCounts choreCounts() {
    return pool.use("count chores", reader -> reader.fresh().choreCounts());
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
          SqlReads reads = reader.fresh();
          try (Statement statement = reads.connection().createStatement();
              ResultSet rows =
                  statement.executeQuery(
                      "PRAGMA integrity_check(" + IndexCheck.MOST_PROBLEMS + ")")) {
            while (rows.next()) {
              if (!rows.getString(1).equals("ok")) {
                problems.add(where + ": " + rows.getString(1));
              }
            }
          }
          long count = reads.readAll(problems);
          reader.end();
          return new IndexCheck(count, problems);
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
    return "SQLite, "
        + where
        + (settings.synced() ? ", synced" : ", not synced")
        + (readsAtOnce ? ", read on event loops" : ", read in a pool");
  }

  @Override
  public void close() {
    writer.close();
    readers.shutdown();
    pool.close();
    try (keeper) {
      if (settings.file().isPresent()) {
        emptyLog();
      }
    } catch (SQLException failed) {
      throw dialect.fault("close the index", failed);
    } finally {
      unlock(lock);
    }
    Check.that(!writer.isAlive(), "the index's writer did not end in time");
  }

  private static void unlock(@Nullable FileChannel lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException gone) {
        throw new AtollException(Fault.IO, "cannot give the index's lock back: " + gone, gone);
      }
    }
  }
}

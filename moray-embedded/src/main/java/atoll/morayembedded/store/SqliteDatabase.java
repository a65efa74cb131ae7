package atoll.morayembedded.store;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.moray.MorayErrorKind;
import atoll.morayembedded.error.Refusal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// A file of SQLite: one connection that writes, and some that read beside it. What takes too long
/// is interrupted.
///
/// Shared (connections are taken from two queues, and are confined to their taker).
final class SqliteDatabase implements Database {

  /// How much SQLite does between two looks at the clock.
  private static final int STEPS = 10_000;

  private static final Pattern READS = Pattern.compile("(?s)\\s*(SELECT|VALUES|EXPLAIN)\\b.*");

  private final Engine engine = new SqliteEngine();
  private final Clock clock;
  private final int fetchRows;
  private final BlockingQueue<Opened> writers = new LinkedBlockingDeque<>();
  private final BlockingQueue<Opened> readers = new LinkedBlockingDeque<>();
  private final List<Opened> all = new ArrayList<>();

  /// A connection, and when what it runs must have ended.
  private static final class Opened extends ProgressHandler {
    final Connection connection;
    private final Clock clock;
    private volatile long end;

    Opened(Connection connection, Clock clock) throws SQLException {
      this.connection = connection;
      this.clock = clock;
      this.end = clock.nanos();
      ProgressHandler.setHandler(connection, STEPS, this);
    }

    void endsAfter(Duration time) {
      end = clock.nanos() + time.toNanos();
    }

    @Override
    protected int progress() {
      return clock.nanos() - end > 0 ? 1 : 0;
    }

    void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  private SqliteDatabase(Clock clock, int fetchRows) {
    this.clock = clock;
    this.fetchRows = fetchRows;
  }

  /// Opens a file, or makes it.
  ///
  /// @param readCount connections that read
  static SqliteDatabase open(Path file, int readCount, int fetchRows, Clock clock) {
    SqliteDatabase database = new SqliteDatabase(clock, fetchRows);
    try {
      database.connect(file, readCount);
      return database;
    } catch (SQLException failed) {
      database.close();
      throw new AtollException(
          Fault.IO, "cannot open the database " + file + ": " + failed.getMessage(), failed);
    }
  }

  private void connect(Path file, int readCount) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout(5_000);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    writers.add(opened(source));
    for (int i = 0; i < readCount; i++) {
      readers.add(opened(source));
    }
  }

  private Opened opened(SQLiteDataSource source) throws SQLException {
    Connection connection = source.getConnection();
    Opened opened;
    try {
      opened = new Opened(connection, clock);
    } catch (SQLException failed) {
      connection.close();
      throw failed;
    }
    all.add(opened);
    return opened;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public <T> T read(Duration timeout, Work<T> work) {
    return run(readers, "BEGIN", timeout, work);
  }

  @Override
  public <T> T write(Duration timeout, Work<T> work) {
    return run(writers, "BEGIN IMMEDIATE", timeout, work);
  }

  @Override
  public <T> T once(Duration timeout, String statement, Work<T> work) {
    boolean reads = READS.matcher(statement.toUpperCase(Locale.ROOT)).matches();
    return reads ? read(timeout, work) : write(timeout, work);
  }

  private <T> T run(BlockingQueue<Opened> from, String begin, Duration timeout, Work<T> work) {
    Opened opened = take(from, timeout);
    try {
      return run(opened, begin, timeout, work);
    } catch (SQLException failed) {
      throw engine.failure(failed);
    } finally {
      from.add(opened);
    }
  }

  private <T> T run(Opened opened, String begin, Duration timeout, Work<T> work)
      throws SQLException {
    opened.endsAfter(timeout);
    opened.execute(begin);
    try {
      T result =
          work.in(
              new Transaction(
                  opened.connection, engine, fetchRows, () -> opened.endsAfter(timeout)));
      opened.execute("COMMIT");
      return result;
    } catch (SQLException | RuntimeException | Error failed) {
      opened.endsAfter(timeout);
      rollBack(opened, failed);
      throw failed;
    }
  }

  /// SQLite has done so itself after some errors, and says then that there is nothing to roll back.
  private static void rollBack(Opened opened, Throwable why) {
    try {
      opened.execute("ROLLBACK");
    } catch (SQLException none) {
      why.addSuppressed(none);
    }
  }

  private static Opened take(BlockingQueue<Opened> from, Duration timeout) {
    Opened opened;
    try {
      opened = from.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AtollException(
          Fault.CANCELLED, "interrupted while waiting for the database", interrupted);
    }
    if (opened == null) {
      throw new Refusal(
          MorayErrorKind.QUERY_TIMEOUT,
          "the database was in use for " + timeout.toMillis() + " ms");
    }
    return opened;
  }

  @Override
  public void close() {
    for (Opened opened : all) {
      try {
        opened.connection.close();
      } catch (SQLException failed) {
        throw new AtollException(
            Fault.IO, "closing the database failed: " + failed.getMessage(), failed);
      }
    }
  }
}

package atoll.mkv.index;

import atoll.kit.Clock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;

/// An index in a PostgreSQL database, which any number of gateways may share.
///
/// Shared (one writer; connections to read with are taken from a pool).
public final class PostgresIndex extends SqlIndex {

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
        new Writer(
            dialect,
            first,
            () -> new SqlWrites(connect()),
            limits,
            clock,
            counts,
            Writer.Pauses.NONE);
    List<PostgresReader> connections = new ArrayList<>();
    for (int index = 0; index < limits.readConnections(); index++) {
      connections.add(new PostgresReader(this::connect));
    }
    this.pool = new ReadPool<>(dialect, limits.waitTime(), connections, counts::closeFailed);
    this.readers = ReaderThreads.of(limits.readConnections());
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
  Writer writer() {
    return writer;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  <T> T read(String doing, Reading<T> reading) {
    return pool.use(doing, reader -> reader.read(reading));
  }

  @Override
  public String describe() {
    return "PostgreSQL, " + settings;
  }

  @Override
  <T> T readLong(String doing, Reading<T> reading) {
    return read(doing, reading);
  }

  @Override
  void closeReaders() {
    readers.shutdown();
    pool.close();
  }
}

package atoll.bench.cueball;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/// Gives [NoOpConnection]s. Immutable.
final class NoOpDataSource implements DataSource {

  private final PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());

  @Override
  public Connection getConnection() {
    return new NoOpConnection();
  }

  @Override
  public Connection getConnection(String user, String password) {
    return new NoOpConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return nowhere;
  }

  @Override
  public void setLogWriter(PrintWriter writer) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}

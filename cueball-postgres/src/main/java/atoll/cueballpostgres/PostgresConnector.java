package atoll.cueballpostgres;

import atoll.cueball.Backend;
import atoll.cueball.Connector;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.ssl.SingleCertValidatingFactory;

/// Pools connections to PostgreSQL. Immutable.
///
/// A connection counts as broken once it is closed, which the driver does itself after a fault of
/// the network, and when it is given back within a transaction or without auto-commit: the next
/// user would continue what the last one began. Deadlines hold to the second, rounded up, as the
/// driver counts no finer.
public final class PostgresConnector implements Connector<Connection> {

  private final PostgresSettings settings;
  private final Clock clock;
  private final Driver driver = new Driver();

  public PostgresConnector(PostgresSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Connection connect(Backend backend, Deadline deadline) {
    String what = "connecting to PostgreSQL at " + backend + " as " + settings;
    if (deadline.hasPassed(clock)) {
      throw new AtollException(Fault.TIMEOUT, what + ": no time is left");
    }
    try {
      Connection connection =
          driver.connect(
              "jdbc:postgresql://"
                  + backend.endpoint()
                  + "/"
                  + settings.database().map(PostgresSettings::encoded).orElse(""),
              properties(seconds(deadline)));
      if (connection == null) {
        throw new AtollException(Fault.BUG, what + ": the driver does not know its own address");
      }
      return connection;
    } catch (SQLException failed) {
      throw new AtollException(
          fault(failed, deadline), what + " failed: " + failed.getMessage(), failed);
    }
  }

  private Properties properties(int seconds) {
    Properties properties = new Properties();
    settings.user().ifPresent(user -> PGProperty.USER.set(properties, user));
    settings.password().ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
    settings.applicationName().ifPresent(name -> PGProperty.APPLICATION_NAME.set(properties, name));
    PGProperty.LOGIN_TIMEOUT.set(properties, seconds);
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
    PostgresTls tls = settings.tls();
    PGProperty.SSL_MODE.set(properties, tls.mode().toString());
    tls.rootCertificate()
        .ifPresent(file -> {
          if (tls.mode().needsCertificate()) {
            PGProperty.SSL_ROOT_CERT.set(properties, file.toString());
          } else {
            // The driver's usual factory verifies nothing in the other modes.
            PGProperty.SSL_FACTORY.set(properties, SingleCertValidatingFactory.class.getName());
            PGProperty.SSL_FACTORY_ARG.set(properties, "file:" + file);
          }
        });
    return properties;
  }

  private int seconds(Deadline deadline) {
    Duration left = deadline.remaining(clock);
    return (int) Math.min(left.plusNanos(999_999_999).toSeconds(), Integer.MAX_VALUE / 1_000);
  }

  /// By the class of SQLSTATE (PostgreSQL's appendix A).
  private Fault fault(SQLException failed, Deadline deadline) {
    if (Thread.currentThread().isInterrupted()) {
      return Fault.CANCELLED;
    }
    String state = String.valueOf(failed.getSQLState());
    if (state.startsWith("28")) {
      return Fault.DENIED;
    }
    if (state.startsWith("3D")) {
      return Fault.NOT_FOUND;
    }
    if (state.startsWith("53") || state.equals("57P03")) {
      return Fault.BUSY;
    }
    return deadline.hasPassed(clock) ? Fault.TIMEOUT : Fault.UNREACHABLE;
  }

  @Override
  public boolean isBroken(Connection connection) {
    try {
      return connection.isClosed()
          || connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE
          || !connection.getAutoCommit();
    } catch (SQLException failed) {
      return true;
    }
  }

  /// Runs an empty query.
  @Override
  public boolean isAlive(Connection connection, Deadline deadline) {
    try {
      return !isBroken(connection) && connection.isValid(Math.max(1, seconds(deadline)));
    } catch (SQLException failed) {
      return false;
    }
  }

  /// Says farewell where all is well; else only closes the socket, which also ends a query.
  @Override
  public void close(Connection connection) {
    try {
      if (isBroken(connection)) {
        connection.abort(Runnable::run);
      } else {
        connection.close();
      }
    } catch (SQLException failed) {
      throw new AtollException(
          Fault.IO, "closing a connection to PostgreSQL failed: " + failed.getMessage(), failed);
    }
  }
}

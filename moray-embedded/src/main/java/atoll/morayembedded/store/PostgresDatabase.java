package atoll.morayembedded.store;

import atoll.cueball.Claim;
import atoll.cueball.Pool;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.moray.MorayErrorKind;
import atoll.morayembedded.error.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/// A PostgreSQL server, through a pool of connections. The server itself ends what takes too long.
///
/// Shared (by its pool).
final class PostgresDatabase implements Database {

  private static final int ATTEMPTS = 5;

  /// What a dead server may take longer than a living one that was told when to stop.
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final String SNAPSHOT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;";

  private final Pool<Connection> pool;
  private final Clock clock;
  private final int fetchRows;
  private final PostgresEngine engine = new PostgresEngine();

  /// @param pool closed with this
  PostgresDatabase(Pool<Connection> pool, Clock clock, int fetchRows) {
    this.pool = pool;
    this.clock = clock;
    this.fetchRows = fetchRows;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public <T> T read(Duration timeout, Work<T> work) {
    return finished(attempt(timeout, SNAPSHOT, work));
  }

  @Override
  public <T> T once(Duration timeout, String statement, Work<T> work) {
    return finished(attempt(timeout, "", work));
  }

  @Override
  public <T> T write(Duration timeout, Work<T> work) {
    for (int left = ATTEMPTS - 1; left > 0; left--) {
      Outcome<T> outcome = attempt(timeout, "", work);
      if (!(outcome instanceof Outcome.Failed<T> failed && isPassing(failed.error()))) {
        return finished(outcome);
      }
    }
    return finished(attempt(timeout, "", work));
  }

  /// Two that write the same key for the first time are in each other's way too.
  private boolean isPassing(SQLException error) {
    return engine.mayPass(error) || engine.violatedColumn(error).equals(Optional.of("_key"));
  }

  private sealed interface Outcome<T> {
    record Done<T>(T result) implements Outcome<T> {}

    record Failed<T>(SQLException error) implements Outcome<T> {}
  }

  private <T> T finished(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T> done -> done.result();
      case Outcome.Failed<T> failed -> throw engine.failure(failed.error());
    };
  }

  private <T> Outcome<T> attempt(Duration timeout, String beginning, Work<T> work) {
    Claim<Connection> begun;
    try {
      begun = begun(timeout, beginning);
    } catch (SQLException failed) {
      return new Outcome.Failed<>(failed);
    }
    try (Claim<Connection> claim = begun) {
      return run(claim, work);
    }
  }

  private <T> Outcome<T> run(Claim<Connection> claim, Work<T> work) {
    Connection connection = claim.connection();
    boolean ended = false;
    try {
      T result = work.in(new Transaction(connection, engine, fetchRows, () -> {}));
      connection.commit();
      connection.setAutoCommit(true);
      ended = true;
      return new Outcome.Done<>(result);
    } catch (SQLException failed) {
      ended = rollBack(connection, failed);
      return new Outcome.Failed<>(failed);
    } catch (RuntimeException | Error failed) {
      ended = rollBack(connection, failed);
      throw failed;
    } finally {
      if (!ended) {
        claim.broken();
      }
    }
  }

  /// A connection within a new transaction. One that broke while nobody used it shows so here,
  /// where nothing has been done yet, and another one is taken.
  private Claim<Connection> begun(Duration timeout, String beginning) throws SQLException {
    Deadline deadline = Deadline.after(clock, timeout);
    while (true) {
      Claim<Connection> claim = claim(deadline);
      try {
        begin(claim.connection(), timeout, beginning);
        return claim;
      } catch (SQLException failed) {
        claim.broken();
        claim.close();
        if (!engine.isUnusable(failed) || deadline.hasPassed(clock)) {
          throw failed;
        }
      } catch (RuntimeException | Error failed) {
        claim.broken();
        claim.close();
        throw failed;
      }
    }
  }

  private void begin(Connection connection, Duration timeout, String beginning)
      throws SQLException {
    int millis = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE / 2);
    connection.setAutoCommit(false);
    connection.setNetworkTimeout(Runnable::run, millis + (int) GRACE.toMillis());
    try (Statement statement = connection.createStatement()) {
      statement.execute(beginning + "SET LOCAL statement_timeout = " + millis);
    }
  }

  private Claim<Connection> claim(Deadline deadline) {
    try {
      return pool.claim(deadline);
    } catch (AtollException none) {
      if (none.fault() == Fault.BUSY || none.fault() == Fault.UNREACHABLE) {
        throw new Refusal(
            MorayErrorKind.NO_DATABASE_PEERS,
            "no connection to the database: " + none.getMessage(),
            none);
      }
      throw none;
    }
  }

  /// @return whether the connection can be used again
  private static boolean rollBack(Connection connection, Throwable why) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
      return true;
    } catch (SQLException broken) {
      why.addSuppressed(broken);
      return false;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}

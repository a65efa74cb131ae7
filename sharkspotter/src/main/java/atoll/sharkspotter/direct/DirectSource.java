package atoll.sharkspotter.direct;

import atoll.cueball.Claim;
import atoll.cueball.Pool;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sharkspotter.ids.IdColumn;
import atoll.sharkspotter.ids.IdColumns;
import atoll.sharkspotter.ids.IdQuery;
import atoll.sharkspotter.source.RowSink;
import atoll.sharkspotter.source.ShardSource;
import atoll.sharkspotter.source.TableShape;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// One shard's database. Rows come by `COPY`, which sends them as they lie in the table and holds
/// none of them in memory on either side. Confined to one piece of work.
final class DirectSource implements ShardSource {

  /// A line for each column of ids: its name, and whether an index begins with it.
  private static final String SHAPE =
      """
      SELECT a.attname, EXISTS (
          SELECT 1 FROM pg_catalog.pg_index i
          WHERE i.indrelid = a.attrelid AND i.indisvalid AND i.indkey[0] = a.attnum)
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = 'manta'::regclass AND a.attname IN ('_id', '_idx')
          AND NOT a.attisdropped
      """;

  private final String name;
  private final Pool<Connection> pool;
  private final DirectLimits limits;

  DirectSource(String name, Pool<Connection> pool, DirectLimits limits) {
    this.name = name;
    this.pool = pool;
    this.limits = limits;
  }

  private interface Asking<T> {
    T with(Connection connection) throws SQLException;
  }

  /// Asks with a connection that is closed afterwards unless the answer came whole.
  private <T> T ask(Asking<T> asking) {
    try (Claim<Connection> claim = claim()) {
      boolean whole = false;
      try {
        Connection connection = claim.connection();
        connection.setNetworkTimeout(Runnable::run, (int) limits.silence().toMillis());
        T answer = asking.with(connection);
        whole = true;
        return answer;
      } catch (SQLException failed) {
        throw new AtollException(fault(failed), name + ": " + failed.getMessage(), failed);
      } finally {
        if (!whole) {
          claim.broken();
        }
      }
    }
  }

  /// Says why there is no connection: what the server answered last counts more than that it took
  /// too long.
  private Claim<Connection> claim() {
    try {
      return pool.claim();
    } catch (AtollException failed) {
      AtollException why = failed.getCause() instanceof AtollException last ? last : failed;
      throw new AtollException(why.fault(), name + ": " + why.getMessage(), failed);
    }
  }

  /// By the class of SQLSTATE (PostgreSQL's appendix A).
  private static Fault fault(SQLException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return Fault.TIMEOUT;
      }
    }
    String state = String.valueOf(failed.getSQLState());
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "08" -> Fault.UNREACHABLE;
      case "28" -> Fault.DENIED;
      case "3D" -> Fault.NOT_FOUND;
      case "42" ->
          switch (state) {
            case "42P01", "42703" -> Fault.NOT_FOUND;
            case "42501" -> Fault.DENIED;
            default -> Fault.UNSUPPORTED;
          };
      case "53" -> Fault.BUSY;
      // The server is stopping, or starting.
      case "57" -> Fault.UNREACHABLE;
      default -> Fault.IO;
    };
  }

  @Override
  public TableShape shape() {
    return ask(connection -> {
      Set<String> present = new HashSet<>();
      boolean indexed = true;
      try (Statement statement = connection.createStatement();
          ResultSet columns = statement.executeQuery(SHAPE)) {
        while (columns.next()) {
          present.add(columns.getString(1));
          indexed &= columns.getBoolean(2);
        }
      }
      return new TableShape(
          IdColumns.of(
              present.contains(IdColumn.ID.toString()), present.contains(IdColumn.IDX.toString())),
          indexed);
    });
  }

  @Override
  public OptionalLong greatest(IdColumn column) {
    return number("SELECT max(" + column + ") FROM manta");
  }

  @Override
  public OptionalLong least(IdColumn column, long from) {
    return number("SELECT min(" + column + ") FROM manta WHERE " + column + " >= " + from);
  }

  private OptionalLong number(String query) {
    return ask(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet answer = statement.executeQuery(query)) {
        answer.next();
        long number = answer.getLong(1);
        return answer.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
      }
    });
  }

  @Override
  public void read(IdQuery query, RowSink sink) {
    boolean _ = ask(connection -> copy(connection, statement(connection, query), sink));
  }

  private static String statement(Connection connection, IdQuery query) throws SQLException {
    // Such a database promises nothing of its bytes, and the server would refuse to send a text
    // that is no UTF-8, and with it all rows behind.
    boolean anyBytes =
        "SQL_ASCII"
            .equals(connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
    return "SELECT ("
        + query.id()
        + ")::bigint, _etag::text, "
        + (anyBytes ? "convert_to(_value::text, 'SQL_ASCII')" : "_value::text")
        + " FROM manta WHERE "
        + query.condition()
        + " AND type = 'object' ORDER BY "
        + query.id();
  }

  private static boolean copy(Connection connection, String query, RowSink sink)
      throws SQLException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
    CopyRows rows = new CopyRows(sink);
    for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
      if (!rows.take(message)) {
        copy.cancelCopy();
        return false;
      }
    }
    rows.end();
    return true;
  }

  @Override
  public void close() {
    pool.close();
  }
}

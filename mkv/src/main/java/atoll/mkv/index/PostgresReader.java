package atoll.mkv.index;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A connection that reads, opened when it is needed and again after it broke. Confined to whoever
/// took it from the pool.
final class PostgresReader implements ReadPool.Reader {

  /// Opens a connection.
  interface Opener {
    Connection open() throws SQLException;
  }

  private final Opener opener;
  private @Nullable SqlReads reads;

  PostgresReader(Opener opener) {
    this.opener = opener;
  }

  /// Reads; once more where the connection had broken since it was used last.
  <T> T read(SqlIndex.Reading<T> reading) throws SQLException {
    boolean fresh = reads == null;
    try {
      return reading.from(opened());
    } catch (SQLException failed) {
      if (!isBroken(failed)) {
        throw failed;
      }
      close();
      if (fresh) {
        throw failed;
      }
      return reading.from(opened());
    }
  }

  private SqlReads opened() throws SQLException {
    SqlReads open = reads;
    if (open == null) {
      open = new SqlReads(opener.open());
      reads = open;
    }
    return open;
  }

  private static boolean isBroken(SQLException failed) {
    String state = failed.getSQLState();
    return state == null || state.startsWith("08") || state.startsWith("57");
  }

  @Override
  public void close() throws SQLException {
    SqlReads open = reads;
    reads = null;
    if (open != null) {
      open.close();
    }
  }
}

package atoll.mkv.index;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongSupplier;

/// A connection that reads, inside a transaction that it keeps open: a look-up then costs no lock
/// of the file. When the writer has committed since, it begins anew, so that everything that was
/// told is seen. Confined to whoever took it from the pool.
final class SqliteReader implements ReadPool.Reader {

  private final SqlReads reads;
  private final Statement control;
  private final LongSupplier commits;
  private final boolean keepsTransaction;

  /// The count of commits when the transaction began; -1: there is none.
  private long seen = -1;

  SqliteReader(SqlReads reads, LongSupplier commits, boolean keepsTransaction) throws SQLException {
    this.reads = reads;
    this.control = reads.connection().createStatement();
    this.commits = commits;
    this.keepsTransaction = keepsTransaction;
  }

  /// The reads, at a state of the index that holds all that was told before this call.
  SqlReads fresh() throws SQLException {
    if (keepsTransaction) {
      long now = commits.getAsLong();
      if (now != seen) {
        end();
        control.execute("BEGIN");
        seen = now;
      }
    }
    return reads;
  }

  /// Gives the snapshot up, so that the log can be emptied.
  void end() throws SQLException {
    if (seen >= 0) {
      seen = -1;
      control.execute("COMMIT");
    }
  }

  @Override
  public void close() throws SQLException {
    reads.close();
  }
}

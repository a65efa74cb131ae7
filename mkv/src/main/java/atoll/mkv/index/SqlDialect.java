package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What the two engines do not share.
interface SqlDialect {

  /// The steps that lead from nothing to the present schema, one after another; step 1 is the
  /// first.
  List<List<String>> schemaSteps();

  /// Whether the table of settings is there.
  String metaExists();

  /// Whether a transaction may outlive a crash of the process alone, and not of the machine, for
  /// much less than one that is synced.
  boolean hasLazyTransactions();

  /// Begins a transaction that writes.
  ///
  /// @param lazy need not outlive a crash of the machine, where the engine has such ones
  void begin(Connection connection, boolean lazy) throws SQLException;

  void commit(Connection connection) throws SQLException;

  void rollback(Connection connection) throws SQLException;

  /// Names the database in messages.
  String where();

  /// What an error of the engine means.
  Fault kind(SQLException error);

  /// The same as an exception.
  ///
  /// @param doing what was tried, to stand in the message
  default AtollException fault(String doing, SQLException error) {
    return new AtollException(
        kind(error), "cannot " + doing + " in " + where() + ": " + error.getMessage(), error);
  }
}

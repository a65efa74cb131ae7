package atoll.morayembedded.store;

import atoll.morayembedded.statement.Placeholders;
import atoll.morayembedded.statement.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/// A transaction that runs. Confined to whoever runs it.
final class Transaction {

  /// What is done with each row.
  @FunctionalInterface
  interface Visit {
    void row(Row row) throws SQLException;
  }

  /// What is made of a row.
  @FunctionalInterface
  interface Reading<T> {
    T of(Row row) throws SQLException;
  }

  private final Connection connection;
  private final Engine engine;
  private final int fetchRows;
  private final Runnable beforeStep;

  /// @param fetchRows how many rows are in memory at a time
  /// @param beforeStep runs each time before the database is asked for something
  Transaction(Connection connection, Engine engine, int fetchRows, Runnable beforeStep) {
    this.connection = connection;
    this.engine = engine;
    this.fetchRows = fetchRows;
    this.beforeStep = beforeStep;
  }

  Engine engine() {
    return engine;
  }

  /// Runs a statement that changes something.
  ///
  /// @return how many rows
  int update(Sql sql) throws SQLException {
    beforeStep.run();
    try (PreparedStatement statement = prepare(sql)) {
      return statement.executeUpdate();
    }
  }

  /// Runs several, in this order.
  void updateAll(List<Sql> all) throws SQLException {
    for (Sql sql : all) {
      update(sql);
    }
  }

  /// Runs a query for its first row.
  <T> Optional<T> first(Sql sql, Reading<T> reading) throws SQLException {
    beforeStep.run();
    try (PreparedStatement statement = prepare(sql);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(reading.of(new Row(rows, engine))) : Optional.empty();
    }
  }

  /// Runs a query and visits its rows as they come: no more than a few are in memory.
  void each(Sql sql, Visit visit) throws SQLException {
    beforeStep.run();
    try (PreparedStatement statement = prepare(sql)) {
      statement.setFetchSize(fetchRows);
      try (ResultSet rows = statement.executeQuery()) {
        visitAll(rows, visit);
      }
    }
  }

  /// Runs whatever a client wrote, and visits the rows that it gives, if any.
  void any(Sql sql, Visit visit) throws SQLException {
    beforeStep.run();
    if (!sql.parameters().isEmpty()) {
      try (PreparedStatement statement = prepare(sql)) {
        statement.setFetchSize(fetchRows);
        visitResults(statement, statement.execute(), visit);
      }
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(fetchRows);
      visitResults(statement, statement.execute(sql.text()), visit);
    }
  }

  private void visitResults(Statement statement, boolean hasRows, Visit visit) throws SQLException {
    boolean rowsComeNext = hasRows;
    while (rowsComeNext || statement.getUpdateCount() >= 0) {
      if (rowsComeNext) {
        try (ResultSet rows = statement.getResultSet()) {
          visitAll(rows, visit);
        }
      }
      rowsComeNext = statement.getMoreResults();
    }
  }

  private void visitAll(ResultSet rows, Visit visit) throws SQLException {
    Row row = new Row(rows, engine);
    while (rows.next()) {
      visit.row(row);
      beforeStep.run();
    }
  }

  private PreparedStatement prepare(Sql sql) throws SQLException {
    Placeholders placeholders = Placeholders.of(sql.text(), engine.question());
    PreparedStatement statement = connection.prepareStatement(placeholders.text());
    try {
      int at = 1;
      for (int parameter : placeholders.order()) {
        if (parameter < 1 || parameter > sql.parameters().size()) {
          throw new SQLException("there is no parameter $" + parameter);
        }
        engine.bind(statement, at++, sql.parameters().get(parameter - 1));
      }
      return statement;
    } catch (SQLException | RuntimeException failed) {
      statement.close();
      throw failed;
    }
  }
}

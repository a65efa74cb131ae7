package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is read from a connection; statements are prepared once. Confined to whoever holds the
/// connection.
final class SqlReads implements AutoCloseable {

  private static final String FIND = "SELECT " + Rows.READ_COLUMNS + " FROM object WHERE key = ?";

  private final PreparedStatements prepared;

  SqlReads(PreparedStatements prepared) {
    this.prepared = prepared;
  }

  SqlReads(Connection connection) {
    this(new PreparedStatements(connection));
  }

  Connection connection() {
    return prepared.connection();
  }

  Optional<KeyRecord> find(Key key) throws SQLException {
    PreparedStatement statement = prepared.of(FIND);
    Rows.setKey(statement, 1, key);
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(Rows.record(rows, key.bytes())) : Optional.empty();
    }
  }

  List<KeyRecord> list(ListQuery query) throws SQLException {
    return list(Rows.READ_COLUMNS_AND_KEY, query, Rows::record);
  }

  List<Key> listKeys(ListQuery query) throws SQLException {
    return list("key", query, row -> new Key(Bytes.of(row.getBytes(1))));
  }

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> list(String columns, ListQuery query, Row<T> row) throws SQLException {
    Optional<Bytes> upper = query.upper();
    String where =
        switch (query.which()) {
          case LIVE -> " AND state = 1";
          case UNLINKED -> " AND state = 2";
          case SHORT ->
              " AND state = 1 AND EXISTS (SELECT 1 FROM chore WHERE chore.key = object.key"
                  + " AND kind = 2)";
          case ALL -> "";
        };
    PreparedStatement statement =
        prepared.of(
            "SELECT "
                + columns
                + " FROM object WHERE key >= ?"
                + (upper.isPresent() ? " AND key < ?" : "")
                + where
                + " ORDER BY key LIMIT ?");
    int next = 1;
    statement.setBytes(next++, query.lower().toArray());
    if (upper.isPresent()) {
      statement.setBytes(next++, upper.get().toArray());
    }
    statement.setInt(next, query.limit());
    List<T> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(row.read(rows));
      }
    }
    return found;
  }

  List<Chore> dueChores(long nowMillis, int limit) throws SQLException {
    PreparedStatement statement =
        prepared.of(
            "SELECT "
                + Rows.CHORE_COLUMNS
                + " FROM chore WHERE due_ms <= ? ORDER BY due_ms, id LIMIT ?");
    statement.setLong(1, nowMillis);
    statement.setInt(2, limit);
    return chores(statement);
  }

  private static List<Chore> chores(PreparedStatement statement) throws SQLException {
    List<Chore> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(Rows.chore(rows));
      }
    }
    return found;
  }

  /// What is on its way and was to arrive by then, in the order of the keys.
  List<Writing> writings(long dueMillis, int limit) throws SQLException {
    PreparedStatement statement =
        prepared.of(
            "SELECT key, gen, hosts, due_ms FROM writing WHERE due_ms <= ?"
                + " ORDER BY key, gen LIMIT ?");
    statement.setLong(1, dueMillis);
    statement.setInt(2, limit);
    List<Writing> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(Rows.writing(rows));
      }
    }
    return found;
  }

  /// Chores on the copies of one key.
  List<Chore> choresOf(Key key) throws SQLException {
    PreparedStatement statement =
        prepared.of("SELECT " + Rows.CHORE_COLUMNS + " FROM chore WHERE key = ? ORDER BY id");
    Rows.setKey(statement, 1, key);
    return chores(statement);
  }

  Optional<String> note(String name) throws SQLException {
    return Optional.of(Schema.get(connection(), name, "")).filter(value -> !value.isEmpty());
  }

  ChoreCounts choreCounts() throws SQLException {
    long[] counts = new long[4];
    try (Statement statement = connection().createStatement();
        ResultSet rows = statement.executeQuery("SELECT kind, count(*) FROM chore GROUP BY kind")) {
      while (rows.next()) {
        counts[Chore.Kind.of(rows.getInt(1)).code()] = rows.getLong(2);
      }
    }
    return new ChoreCounts(
        counts[Chore.Kind.REMOVE.code()],
        counts[Chore.Kind.REPAIR.code()],
        counts[Chore.Kind.MARK.code()]);
  }

  /// Reads every record; adds what is wrong with one to `problems`.
  long readAll(List<String> problems) throws SQLException {
    long count = 0;
    try (Statement statement = connection().createStatement()) {
      statement.setFetchSize(1_000);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT " + Rows.READ_COLUMNS_AND_KEY + " FROM object ORDER BY key")) {
        while (rows.next()) {
          count++;
          Optional<String> problem = problem(rows);
          if (problem.isPresent() && problems.size() < IndexCheck.MOST_PROBLEMS) {
            problems.add(problem.get());
          }
        }
      }
    }
    return count;
  }

  private static Optional<String> problem(ResultSet rows) throws SQLException {
    try {
      var _ = Rows.record(rows);
      return Optional.empty();
    } catch (AtollException broken) {
      return Optional.of(String.valueOf(broken.getMessage()));
    }
  }

  @Override
  public void close() throws SQLException {
    prepared.close();
  }
}

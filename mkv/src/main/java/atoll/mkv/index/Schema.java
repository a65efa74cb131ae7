package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The version of the tables: older ones are brought forward in one transaction, newer ones are
/// refused. Drawn in `docs/formats/mkv-index.md`.
final class Schema {

  private static final String VERSION_NAME = "schema";

  private Schema() {}

  static void bringForward(Connection connection, SqlDialect dialect, String where)
      throws SQLException {
    List<List<String>> steps = dialect.schemaSteps();
    dialect.begin(connection, false);
    try {
      int version = version(connection, dialect);
      if (version > steps.size()) {
        throw new AtollException(
            Fault.UNSUPPORTED,
            where
                + " has schema "
                + version
                + ", and this program knows up to "
                + steps.size()
                + ": use a newer one");
      }
      for (int step = version; step < steps.size(); step++) {
        for (String sql : steps.get(step)) {
          execute(connection, sql);
        }
        set(connection, VERSION_NAME, Integer.toString(step + 1));
      }
      dialect.commit(connection);
    } catch (SQLException | RuntimeException failed) {
      dialect.rollback(connection);
      throw failed;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int version(Connection connection, SqlDialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(dialect.metaExists())) {
      if (!found.next()) {
        return 0;
      }
    }
    return Integer.parseInt(get(connection, VERSION_NAME, "0"));
  }

  static String get(Connection connection, String name, String otherwise) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? found.getString(1) : otherwise;
      }
    }
  }

  static void set(Connection connection, String name, String value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO meta(name, value) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")) {
      statement.setString(1, name);
      statement.setString(2, value);
      statement.executeUpdate();
    }
  }
}

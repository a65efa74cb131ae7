package atoll.mkv.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// The statements of a connection, each prepared once. Confined to whoever holds the connection.
final class PreparedStatements implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> known = new HashMap<>();

  PreparedStatements(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  PreparedStatement of(String sql) throws SQLException {
    PreparedStatement prepared = known.get(sql);
    if (prepared == null) {
      prepared = connection.prepareStatement(sql);
      known.put(sql, prepared);
    }
    return prepared;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

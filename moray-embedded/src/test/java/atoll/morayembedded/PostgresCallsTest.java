package atoll.morayembedded;

import java.nio.file.Path;
import java.sql.SQLException;

class PostgresCallsTest extends CallsContract {

  @Override
  Databases start(Path folder) throws SQLException {
    return Databases.postgres();
  }

  @Override
  String endless() {
    return "SELECT generate_series(1, 2000000000) AS n";
  }

  @Override
  String slow() {
    return "SELECT pg_sleep(20)";
  }
}

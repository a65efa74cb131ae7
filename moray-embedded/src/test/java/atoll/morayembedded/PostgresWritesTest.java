package atoll.morayembedded;

import java.nio.file.Path;
import java.sql.SQLException;

class PostgresWritesTest extends WritesContract {

  @Override
  Databases start(Path folder) throws SQLException {
    return Databases.postgres();
  }
}

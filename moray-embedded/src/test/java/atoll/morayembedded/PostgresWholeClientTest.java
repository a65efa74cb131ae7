package atoll.morayembedded;

import java.nio.file.Path;
import java.sql.SQLException;

class PostgresWholeClientTest extends WholeClientContract {

  @Override
  Databases start(Path folder) throws SQLException {
    return Databases.postgres();
  }
}

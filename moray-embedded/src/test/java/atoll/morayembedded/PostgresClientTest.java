package atoll.morayembedded;

import java.nio.file.Path;
import java.sql.SQLException;

class PostgresClientTest extends ClientContract {

  @Override
  Databases start(Path folder) throws SQLException {
    return Databases.postgres();
  }
}

package atoll.morayembedded;

import java.nio.file.Path;
import java.sql.SQLException;

class PostgresObjectsTest extends ObjectsContract {

  @Override
  Databases start(Path folder) throws SQLException {
    return Databases.postgres();
  }
}

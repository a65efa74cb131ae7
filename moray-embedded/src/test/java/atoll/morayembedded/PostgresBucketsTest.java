package atoll.morayembedded;

import java.nio.file.Path;
import java.sql.SQLException;

class PostgresBucketsTest extends BucketsContract {

  @Override
  Databases start(Path folder) throws SQLException {
    return Databases.postgres();
  }
}

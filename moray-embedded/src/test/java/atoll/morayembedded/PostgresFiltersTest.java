package atoll.morayembedded;

import java.nio.file.Path;
import java.sql.SQLException;

class PostgresFiltersTest extends FiltersContract {

  @Override
  Databases start(Path folder) throws SQLException {
    return Databases.postgres();
  }
}

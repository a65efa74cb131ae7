package atoll.morayembedded;

import java.nio.file.Path;

class SqliteFiltersTest extends FiltersContract {

  @Override
  Databases start(Path folder) {
    return Databases.sqlite(folder);
  }
}

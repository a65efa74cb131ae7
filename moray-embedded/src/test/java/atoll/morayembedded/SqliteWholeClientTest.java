package atoll.morayembedded;

import java.nio.file.Path;

class SqliteWholeClientTest extends WholeClientContract {

  @Override
  Databases start(Path folder) {
    return Databases.sqlite(folder);
  }
}

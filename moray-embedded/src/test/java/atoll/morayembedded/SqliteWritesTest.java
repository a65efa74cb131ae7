package atoll.morayembedded;

import java.nio.file.Path;

class SqliteWritesTest extends WritesContract {

  @Override
  Databases start(Path folder) {
    return Databases.sqlite(folder);
  }
}

package atoll.morayembedded;

import java.nio.file.Path;

class SqliteObjectsTest extends ObjectsContract {

  @Override
  Databases start(Path folder) {
    return Databases.sqlite(folder);
  }
}

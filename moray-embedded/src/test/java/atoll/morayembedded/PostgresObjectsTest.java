package atoll.morayembedded;

import java.nio.file.Path;

class PostgresObjectsTest extends ObjectsContract {

  @Override
  Databases start(Path folder) throws Exception {
    return Databases.postgres();
  }
}

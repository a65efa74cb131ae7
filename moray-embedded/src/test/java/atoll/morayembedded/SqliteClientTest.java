package atoll.morayembedded;

import java.nio.file.Path;

class SqliteClientTest extends ClientContract {

  @Override
  Databases start(Path folder) {
    return Databases.sqlite(folder);
  }
}

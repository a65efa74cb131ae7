package atoll.morayembedded;

import java.nio.file.Path;

class SqliteBucketsTest extends BucketsContract {

  @Override
  Databases start(Path folder) {
    return Databases.sqlite(folder);
  }
}

package atoll.morayembedded;

import java.nio.file.Path;

class SqliteCallsTest extends CallsContract {

  @Override
  Databases start(Path folder) {
    return Databases.sqlite(folder);
  }

  @Override
  String endless() {
    return "WITH RECURSIVE c(n) AS (VALUES(1) UNION ALL SELECT n + 1 FROM c) SELECT n AS n FROM c";
  }

  @Override
  String slow() {
    return "SELECT count(*) FROM (WITH RECURSIVE c(n) AS (VALUES(1) UNION ALL SELECT n + 1 FROM c)"
        + " SELECT n FROM c)";
  }
}

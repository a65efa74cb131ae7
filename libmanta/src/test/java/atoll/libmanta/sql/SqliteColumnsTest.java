package atoll.libmanta.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class SqliteColumnsTest extends MantaColumnsContract {

  @TempDir private Path folder;

  @Override
  Connection open() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    // What a crash would leave is not asked here.
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
    SQLiteDataSource file = new SQLiteDataSource(config);
    file.setUrl("jdbc:sqlite:" + folder.resolve("kept.db"));
    return file.getConnection();
  }
}

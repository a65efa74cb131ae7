package atoll.libmanta.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit starts the server before anything else.
class PostgresColumnsTest extends MantaColumnsContract {

  @TempDir static Path folder;

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  Connection open() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }
}

package atoll.morayembedded;

import atoll.morayembedded.store.Store;
import atoll.morayembedded.store.StoreSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// The real databases of the contracts.
@FunctionalInterface
public interface Databases {

  /// Opens a store where the last one was.
  Store open(Machine machine, StoreSettings settings);

  /// A database of its own on a PostgreSQL server that all tests share: to start one takes longer
  /// than the tests of a class.
  static Databases postgres() throws SQLException {
    String name = "moray_" + Shared.COUNT.incrementAndGet();
    try (Connection connection = Shared.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return (machine, settings) -> machine.postgres(Shared.SERVER.getPort(), name, settings);
  }

  /// A file of SQLite.
  static Databases sqlite(Path folder) {
    return (machine, settings) -> machine.sqlite(folder.resolve("moray.db"), settings);
  }

  /// The server, which ends with the process.
  final class Shared {
    static final AtomicInteger COUNT = new AtomicInteger();
    static final EmbeddedPostgres SERVER = start();

    private Shared() {}

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}

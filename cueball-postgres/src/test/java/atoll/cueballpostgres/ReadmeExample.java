package atoll.cueballpostgres;

import atoll.cueball.Pool;
import atoll.cueball.PoolLimits;
import atoll.cueball.PoolSeams;
import atoll.cueball.StaticResolver;
import atoll.kit.net.Endpoint;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// The example of the README, word for word.
final class ReadmeExample {

  private ReadmeExample() {}

  // begin of the example
  static String askWhoIAm(Endpoint server, String password, Path root, PoolSeams seams)
      throws SQLException {
    var settings =
        PostgresSettings.of("tester", password, "either")
            .withTls(PostgresTls.of(TlsMode.VERIFY_FULL, root));
    var connector = new PostgresConnector(settings, seams.clock());
    var resolver = new StaticResolver(server);
    try (Pool<Connection> pool =
            Pool.start("postgres", seams, PoolLimits.USUAL, resolver, connector);
        var claim = pool.claim();
        var statement = claim.connection().createStatement();
        var rows = statement.executeQuery("select current_user")) {
      rows.next();
      return rows.getString(1);
    }
  }
  // end of the example
}

package atoll.app.spot;

import atoll.cueballpostgres.PostgresSettings;
import atoll.sharkspotter.direct.DirectPlace;
import atoll.sharkspotter.source.ShardAddress;
import java.util.Map;

/// Where the shards' PostgreSQL is.
public record SpotPostgres(ShardAddress server, String user, ShardAddress database) {

  /// @param environment may hold the password
  DirectPlace place(int shard, Map<String, String> environment) {
    return new DirectPlace(
        server.endpoint(shard),
        PostgresSettings.of(user, environment.getOrDefault("PGPASSWORD", ""), database.of(shard))
            .withApplicationName("sharkspotter"));
  }
}

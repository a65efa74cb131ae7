package atoll.sharkspotter.direct;

import atoll.cueballpostgres.PostgresSettings;
import atoll.kit.net.Endpoint;

/// Where a shard's database is, and how to log in.
public record DirectPlace(Endpoint server, PostgresSettings login) {

  @Override
  public String toString() {
    return login + " at " + server;
  }
}

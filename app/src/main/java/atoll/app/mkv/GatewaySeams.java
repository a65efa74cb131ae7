package atoll.app.mkv;

import atoll.app.process.Serving;
import atoll.http.server.AccessLog;
import atoll.mkv.gateway.Gateway;

/// What a gateway stands on where a command serves.
public final class GatewaySeams {

  private GatewaySeams() {}

  /// The command's own clock, chance, threads and events.
  public static Gateway.Seams of(Serving serving, AccessLog access) {
    return new Gateway.Seams(
        serving.clock(), serving.randomness(), serving.runner(), serving.events(), access);
  }
}

package atoll.volumeserver.heartbeat;

import atoll.kit.AtollException;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.Location;

/// A server that has a volume, as a master names it.
///
/// @param url `host:port` of HTTP; empty never
/// @param publicUrl for clients; the same as `url` unless the operator said otherwise
/// @param grpcPort 0 if the master does not say
public record VolumePlace(String url, String publicUrl, int grpcPort, String dataCenter) {

  static VolumePlace of(Location message) {
    return new VolumePlace(
        message.getUrl(),
        message.getPublicUrl().isEmpty() ? message.getUrl() : message.getPublicUrl(),
        message.getGrpcPort(),
        message.getDataCenter());
  }

  /// Where calls go.
  ///
  /// @throws AtollException `BAD_INPUT` if the master named no server
  public ServerAddress address() {
    ServerAddress address = ServerAddress.parse(url);
    return grpcPort == 0 ? address : new ServerAddress(address.host(), address.port(), grpcPort);
  }
}

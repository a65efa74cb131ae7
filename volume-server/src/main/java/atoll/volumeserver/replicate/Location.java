package atoll.volumeserver.replicate;

/// A server that holds a volume, as the master tells it.
///
/// @param url `host:port` of its admin port
/// @param publicUrl `host:port` for clients; may be empty
/// @param grpcPort 0 means that it is `port + 10000`
/// @param dataCenter may be empty
public record Location(String url, String publicUrl, int grpcPort, String dataCenter) {

  public static Location of(String url) {
    return new Location(url, url, 0, "");
  }
}

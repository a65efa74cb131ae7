package atoll.kit.net;

import atoll.kit.Check;

/// Where a peer is found.
///
/// @param host a name or a numeric address, IPv6 without brackets
/// @param port 0 to 65535; 0 means "any free one" and makes sense for listening only
public record Endpoint(String host, int port) {

  public Endpoint {
    Check.that(!host.isEmpty(), "an endpoint needs a host");
    Check.that(port >= 0 && port <= 65_535, () -> "no such port: " + port);
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}

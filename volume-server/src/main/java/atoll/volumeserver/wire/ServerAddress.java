package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a master or a volume server is found, as flags and messages write it: `host:port`, or
/// `host:port.grpcPort` if the port of gRPC is not the one of HTTP plus 10000.
///
/// @param host a name or a numeric address, IPv6 without brackets
public record ServerAddress(String host, int port, int grpcPort) {

  /// What the port of gRPC is above the one of HTTP, unless somebody says otherwise.
  public static final int GRPC_PORT_ABOVE = 10_000;

  private static final int HIGHEST_PORT = 65_535;

  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([^\\[\\]\\s]+)]|([^:\\[\\]\\s]+)):([0-9]{1,5})(?:\\.([0-9]{1,5}))?");

  public ServerAddress {
    Check.that(!host.isEmpty(), "a server has a host");
  }

  /// Parses either form.
  ///
  /// @throws AtollException `BAD_INPUT` for any other text
  public static ServerAddress parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      String bracketed = matcher.group(1);
      String host = bracketed == null ? matcher.group(2) : bracketed;
      int port = Integer.parseInt(matcher.group(3));
      String grpc = matcher.group(4);
      int grpcPort = grpc == null ? port + GRPC_PORT_ABOVE : Integer.parseInt(grpc);
      if (port <= HIGHEST_PORT && grpcPort <= HIGHEST_PORT) {
        return new ServerAddress(host, port, grpcPort);
      }
    }
    throw new AtollException(
        Fault.BAD_INPUT,
        "\"%s\" is no server: write host:port or host:port.grpcPort, like 10.0.0.1:8080 (gRPC on "
                .formatted(text)
            + "18080) or 10.0.0.1:8080.9090");
  }

  /// The address of HTTP.
  public String http() {
    return bracketedHost() + ":" + port;
  }

  /// The address of gRPC.
  public String grpc() {
    return bracketedHost() + ":" + grpcPort;
  }

  private String bracketedHost() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  @Override
  public String toString() {
    return grpcPort == port + GRPC_PORT_ABOVE ? http() : http() + "." + grpcPort;
  }
}

package atoll.kit.net;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a peer is found.
///
/// @param host a name or a numeric address, IPv6 without brackets
/// @param port 0 to 65535; 0 means "any free one" and makes sense for listening only
public record Endpoint(String host, int port) {

  private static final int HIGHEST_PORT = 65_535;

  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([^\\[\\]\\s]+)]|([^:\\[\\]\\s]+)):([0-9]{1,5})");

  public Endpoint {
    Check.that(!host.isEmpty(), "an endpoint needs a host");
    Check.that(port >= 0 && port <= HIGHEST_PORT, () -> "no such port: " + port);
  }

  /// Parses `host:port`, an IPv6 address in brackets: `[::1]:8080`.
  ///
  /// @throws AtollException `BAD_INPUT` for any other text
  public static Endpoint parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      String bracketed = matcher.group(1);
      int port = Integer.parseInt(matcher.group(3));
      if (port <= HIGHEST_PORT) {
        return new Endpoint(bracketed == null ? matcher.group(2) : bracketed, port);
      }
    }
    throw new AtollException(
        Fault.BAD_INPUT,
        "\"" + text + "\" is not an endpoint: write host:port, like 10.0.0.1:8080 or [::1]:8080");
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}

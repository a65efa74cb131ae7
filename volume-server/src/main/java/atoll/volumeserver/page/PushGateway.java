package atoll.volumeserver.page;

import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.count.PrometheusText;
import atoll.kit.net.Endpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Where a master wants metrics pushed, and how often: a push gateway of Prometheus. Immutable.
///
/// @param every from the end of one push to the next
record PushGateway(Endpoint at, Duration every) {

  private static final String JOB = "volumeServer";
  private static final String PLAIN = "http://";
  private static final int PORT = 80;

  /// Reads what a master says.
  ///
  /// @param address `host:port`, `http://host:port`, or empty
  /// @param seconds 0 for no pushing, as in Go
  /// @return empty if nothing is to be pushed
  /// @throws AtollException `BAD_INPUT` if the address is none
  static Optional<PushGateway> of(String address, long seconds) {
    if (address.isEmpty() || seconds == 0) {
      return Optional.empty();
    }
    String host = address.startsWith(PLAIN) ? address.substring(PLAIN.length()) : address;
    if (host.endsWith("/")) {
      host = host.substring(0, host.length() - 1);
    }
    if (host.contains("/")) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "metrics are pushed to host:port or http://host:port, not to \"%s\"; see -metrics.address"
                  .formatted(address)
              + " of the master");
    }
    Endpoint at = host.indexOf(':') < 0 ? new Endpoint(host, PORT) : Endpoint.parse(host);
    return Optional.of(new PushGateway(at, Duration.ofSeconds(seconds)));
  }

  /// A push of all metrics, in place of what this server pushed before.
  ///
  /// @param instance `ip:port` of this server
  /// @param page in Prometheus' text format
  ClientRequest push(String instance, String page) {
    String grouping = URLEncoder.encode(instance, StandardCharsets.UTF_8);
    return ClientRequest.of(
            at,
            "PUT",
            "/metrics/job/" + JOB + "/instance/" + grouping,
            new ClientBody.Whole(Bytes.utf8(page)))
        .header("Content-Type", PrometheusText.CONTENT_TYPE);
  }
}

package atoll.volumeserver.blob;

import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.client.HttpClient;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.net.Endpoint;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.replicate.Location;
import atoll.volumeserver.replicate.VolumeLocations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Other volume servers, as this one reads from them. Its calls wait. Immutable.
///
/// @param self `ip:port`, as the master names this server
/// @param secure whether the others speak TLS
public record Peers(
    HttpClient client, Clock clock, VolumeLocations locations, String self, boolean secure) {

  /// How long an exchange with another server may take altogether.
  private static final Duration EXCHANGE_MAX = Duration.ofHours(1);

  private static final Duration LOOKUP_MAX = Duration.ofSeconds(30);

  ClientRequest request(String url, String method, String rawTarget, ClientBody body) {
    ClientRequest request = ClientRequest.of(Endpoint.parse(url), method, rawTarget, body);
    return secure ? request.overTls() : request;
  }

  BlockingResponse send(ClientRequest request) {
    return client.send(request, Deadline.after(clock, EXCHANGE_MAX));
  }

  /// Where a volume lies; none if nobody knows.
  List<Location> find(VolumeId volume) {
    CompletableFuture<VolumeLocations.Answer> answer = new CompletableFuture<>();
    locations.find(volume, answer::complete);
    try {
      return switch (answer.get(LOOKUP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        case VolumeLocations.Answer.Known(List<Location> known) -> known;
        case VolumeLocations.Answer.Unknown _ -> List.of();
      };
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException | TimeoutException _) {
      return List.of();
    }
  }
}

package atoll.app.mkv;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the commands of a client share: where the gateway is, and what its statuses mean.
final class Client {

  private static final Set<String> PLAIN_OR_TLS = Set.of("http", "https");

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:3000",
      description = "The gateway (${DEFAULT-VALUE}).")
  private String url = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the token that the gateway wants.")
  private @Nullable Path tokenFile;

  /// A request for a key, with the token.
  HttpRequest.Builder request(URI address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    Path file = tokenFile;
    if (file == null) {
      return request;
    }
    try {
      return request.header("Authorization", "Bearer " + Files.readString(file).strip());
    } catch (IOException unreadable) {
      throw new AtollException(
          Fault.NOT_FOUND, "cannot read the token " + file + ": " + unreadable, unreadable);
    }
  }

  /// The address of a key, whose bytes but the plain ones are escaped.
  URI address(String key) {
    StringBuilder path = new StringBuilder(key.startsWith("/") ? "" : "/");
    for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~/".indexOf(c) >= 0;
      path.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    try {
      URI address = URI.create(url + path);
      if (address.getHost() != null && PLAIN_OR_TLS.contains(address.getScheme())) {
        return address;
      }
    } catch (IllegalArgumentException wrong) {
      throw noAddress();
    }
    throw noAddress();
  }

  /// Reads a key, where the gateway sends the reader to as well. A host is not told the token.
  <T> HttpResponse<T> read(String key, HttpResponse.BodyHandler<T> body) {
    HttpResponse<T> answer = send(request(address(key)).GET(), body);
    Optional<String> elsewhere = answer.headers().firstValue("Location");
    return answer.statusCode() == 302 && elsewhere.isPresent()
        ? send(HttpRequest.newBuilder(URI.create(elsewhere.get())).GET(), body)
        : answer;
  }

  private AtollException noAddress() {
    return new AtollException(
        Fault.BAD_INPUT, "\"" + url + "\" is no address; expected http://HOST:PORT");
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build()) {
      return client.send(request.build(), body);
    } catch (IOException unreachable) {
      throw new AtollException(
          Fault.UNREACHABLE, "cannot reach " + url + ": " + unreachable, unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, "interrupted", interrupted);
    }
  }

  /// Refuses what is no success.
  static void expect(int status, String what) {
    if (status / 100 == 2) {
      return;
    }
    Fault fault =
        switch (status) {
          case 404, 410 -> Fault.NOT_FOUND;
          case 401 -> Fault.DENIED;
          case 403, 409, 412 -> Fault.CONFLICT;
          case 400, 405, 411, 414 -> Fault.BAD_INPUT;
          case 413 -> Fault.TOO_LARGE;
          case 429, 503 -> Fault.BUSY;
          case 507 -> Fault.NO_SPACE;
          default -> Fault.IO;
        };
    throw new AtollException(fault, "status " + status + ": " + what.strip());
  }
}

package atoll.volumeserver.page;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volumeserver.replay.OneServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PagesTest {

  private static final Path ARTEFACTS = Path.of("target", "page");
  private static final int BROWSER_SECONDS = 60;

  @TempDir private Path work;

  @Test
  void aBrowserShowsVolumesAndDisks() throws IOException, InterruptedException {
    Files.createDirectories(ARTEFACTS);
    Path picture = ARTEFACTS.resolve("status.png").toAbsolutePath();
    Path shown = ARTEFACTS.resolve("status.html").toAbsolutePath();
    try (OneServer server = OneServer.start(work)) {
      server.put("/3,011a2b3c4d", "hello");
      String page = server.url("/ui/index.html");

      browse(page, List.of("--screenshot=" + picture, "--window-size=1200,900"), work);
      browse(page, List.of("--dump-dom"), shown);
    }

    assertThat(Files.size(picture)).isPositive();
    assertThat(Files.readString(shown))
        .contains("data-loaded=\"yes\"")
        .contains(">ready<")
        .contains(work.toString())
        .contains("<td>pics</td>")
        .contains(">writable<");
  }

  /// @param out where the browser's output goes, if it is a file
  private static void browse(String page, List<String> wanted, Path out)
      throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("browser");
    List<String> command =
        new ArrayList<>(
            List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--virtual-time-budget=4000",
                "--user-data-dir=" + profile));
    command.addAll(wanted);
    command.add(page);
    ProcessBuilder browser =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    browser.redirectOutput(
        Files.isDirectory(out)
            ? ProcessBuilder.Redirect.DISCARD
            : ProcessBuilder.Redirect.to(out.toFile()));
    Process process = browser.start();
    assertThat(process.waitFor(BROWSER_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void metricsHaveTheNamesThatDashboardsKnow() throws IOException, InterruptedException {
    try (OneServer server = OneServer.start(work)) {
      server.put("/3,011a2b3c4d", "hello");
      assertThat(server.status("/3,991a2b3c4d")).isEqualTo(404);

      String metrics = get(server.metrics("/metrics")).body();

      assertThat(metrics)
          .contains("SeaweedFS_volumeServer_request_total{type=\"PUT\",code=\"201\"} 1\n")
          .contains("SeaweedFS_volumeServer_request_total{type=\"GET\",code=\"404\"} 1\n")
          .contains("SeaweedFS_volumeServer_request_seconds_bucket{type=\"PUT\",le=\"0.0001\"}")
          .contains("SeaweedFS_volumeServer_in_flight_requests{type=\"PUT\"} 0\n")
          .contains("SeaweedFS_volumeServer_volumes{collection=\"pics\",type=\"volume\"} 1\n")
          .contains(
              "SeaweedFS_volumeServer_total_disk_size{collection=\"pics\",type=\"deleted_bytes\"} 0")
          .contains("SeaweedFS_volumeServer_max_volumes 30\n")
          .contains("SeaweedFS_volumeServer_resource{name=\"")
          .contains("SeaweedFS_volumeServer_concurrent_upload_limit 0\n")
          .contains("SeaweedFS_build_info{version=\"4.44\",commit=\"\",sizelimit=\"30GB\"");
    }
  }

  @Test
  void aLevelThatIsNoneIsRefused() throws IOException, InterruptedException {
    try (OneServer server = OneServer.start(work)) {
      URI level = server.metrics("/log/level?level=loud");

      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(level).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(get(server.metrics("/log/level")).body()).isEqualTo("info\n");
    }
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}

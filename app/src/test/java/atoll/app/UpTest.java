package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.kit.real.RealRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `atoll up` starts, as somebody new to it would use it.
class UpTest {

  private static final String FORM =
      """
      --line
      Content-Disposition: form-data; name="file"; filename="hello.txt"
      Content-Type: text/plain

      hello
      --line--
      """
          .replace("\n", "\r\n");

  @TempDir private Path data;

  private final List<AtollException> failures = new CopyOnWriteArrayList<>();

  private static UpSettings settings(Path data) throws IOException {
    List<ServerSocket> free = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      free.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    List<Integer> ports = free.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket each : free) {
      each.close();
    }
    return new UpSettings(
        "127.0.0.1", ports.get(0), ports.get(1), ports.get(2), ports.get(3), data);
  }

  private HttpResponse<String> call(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return call(HttpRequest.newBuilder(URI.create(url)));
  }

  private static String field(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    assertThat(found.find()).as(json).isTrue();
    return found.group(1);
  }

  @Test
  void whatWasSubmittedIsFoundAgainAfterARestart() throws IOException, InterruptedException {
    UpSettings settings = settings(data);
    String master = "http://127.0.0.1:" + settings.masterPort();
    String fileId;
    String fileUrl;
    try (RealRunner runner = new RealRunner(Events.NONE)) {
      List<Product.Started> started =
          Product.startAll(new UpProducts(settings, Events.NONE, runner).all(), failures::add);
      HttpResponse<String> submitted =
          call(
              HttpRequest.newBuilder(URI.create(master + "/submit"))
                  .header("Content-Type", "multipart/form-data; boundary=line")
                  .POST(HttpRequest.BodyPublishers.ofString(FORM)));
      assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(201);
      assertThat(submitted.body()).contains("\"fileName\":\"hello.txt\"").contains("\"size\":5");
      fileId = field(submitted.body(), "fid");
      fileUrl = "http://" + field(submitted.body(), "fileUrl");
      assertThat(get(fileUrl).body()).isEqualTo("hello");
      assertThat(get(master + "/dir/status").body())
          .contains("\"Url\":\"127.0.0.1:" + settings.volumePort() + "\"")
          .contains("\"Volumes\":1");
      assertThat(get(master + "/dir/lookup?volumeId=" + fileId).statusCode()).isEqualTo(200);
      assertThat(get(master + "/").body()).contains("A cluster runs SeaweedFS's own masters");
      assertThat(get(master + "/nowhere").statusCode()).isEqualTo(404);
      Product.stopAll(started);
    }
    try (RealRunner runner = new RealRunner(Events.NONE)) {
      List<Product.Started> again =
          Product.startAll(new UpProducts(settings, Events.NONE, runner).all(), failures::add);
      assertThat(get(fileUrl).body()).isEqualTo("hello");
      HttpResponse<String> assigned = get(master + "/dir/assign");
      assertThat(assigned.statusCode()).as(assigned.body()).isEqualTo(200);
      assertThat(field(assigned.body(), "fid")).isNotEqualTo(fileId);
      Product.stopAll(again);
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aPortThatIsTakenNamesTheProductAndStopsTheOthers() throws IOException {
    UpSettings settings = settings(data);
    try (ServerSocket taken =
            new ServerSocket(settings.volumePort(), 1, InetAddress.getLoopbackAddress());
        RealRunner runner = new RealRunner(Events.NONE)) {
      assertThatThrownBy(() ->
              Product.startAll(new UpProducts(settings, Events.NONE, runner).all(), failures::add))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT))
          .hasMessageStartingWith("the volume server failed: ")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
      // The master has given its ports back.
      new ServerSocket(settings.masterPort(), 1, InetAddress.getLoopbackAddress()).close();
      new ServerSocket(settings.masterGrpcPort(), 1, InetAddress.getLoopbackAddress()).close();
    }
  }
}

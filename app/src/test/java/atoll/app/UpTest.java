package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.app.process.Serving;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
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

  private static UpSettings settings(Path data) {
    int first = FreePorts.row(9);
    return new UpSettings(
        "127.0.0.1", first, first + 1, first + 2, first + 3, first + 4, first + 8, data);
  }

  private static Serving serving() {
    return new Serving(new PrintWriter(Writer.nullWriter()), EventForm.TEXT, Level.ERROR);
  }

  private HttpResponse<String> call(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      return client.send(
          request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return call(HttpRequest.newBuilder(URI.create(url)));
  }

  private HttpResponse<String> put(String url, String body)
      throws IOException, InterruptedException {
    return call(
        HttpRequest.newBuilder(URI.create(url)).PUT(HttpRequest.BodyPublishers.ofString(body)));
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
    String key = "http://127.0.0.1:" + settings.mkvPort() + "/some/key";
    String fileId;
    String fileUrl;
    try (Serving serving = serving()) {
      List<Product.Started> started =
          Product.startAll(new UpProducts(settings, serving).all(), failures::add);
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
      assertThat(put(key, "kept").statusCode()).isEqualTo(201);
      assertThat(get(key).body()).isEqualTo("kept");
      assertThat(get("http://127.0.0.1:" + settings.mkvAdminPort() + "/readyz").statusCode())
          .isEqualTo(200);
      Product.stopAll(started);
    }
    try (Serving serving = serving()) {
      List<Product.Started> again =
          Product.startAll(new UpProducts(settings, serving).all(), failures::add);
      assertThat(get(fileUrl).body()).isEqualTo("hello");
      assertThat(get(key).body()).isEqualTo("kept");
      assertThat(get("http://127.0.0.1:" + settings.mkvPort() + "/?list").body())
          .isEqualTo("{\"next\":\"\",\"keys\":[\"/some/key\"]}\n");
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
        Serving serving = serving()) {
      assertThatThrownBy(
              () -> Product.startAll(new UpProducts(settings, serving).all(), failures::add))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT))
          .hasMessageStartingWith("the volume server failed: ")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
      // The master has given its ports back.
      new ServerSocket(settings.masterPort(), 1, InetAddress.getLoopbackAddress()).close();
      new ServerSocket(settings.masterGrpcPort(), 1, InetAddress.getLoopbackAddress()).close();
    }
  }

  @Test
  void aPortOfABlobHostThatIsTakenNamesTheGatewayAndStopsTheOthers() throws IOException {
    UpSettings settings = settings(data);
    try (ServerSocket taken =
            new ServerSocket(settings.mkvPort() + 2, 1, InetAddress.getLoopbackAddress());
        Serving serving = serving()) {
      assertThatThrownBy(
              () -> Product.startAll(new UpProducts(settings, serving).all(), failures::add))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT))
          .hasMessageStartingWith("the mkv gateway failed: ")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
      for (int port :
          List.of(
              settings.masterPort(),
              settings.volumePort(),
              settings.volumeGrpcPort(),
              settings.mkvPort() + 1)) {
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      }
    }
  }
}

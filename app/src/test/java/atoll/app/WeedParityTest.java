package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import atoll.kit.run.Runner;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each half of a small cluster from one side: `atoll volume` under SeaweedFS's master, and
/// SeaweedFS's volume server under `atoll master`. What was assigned is written, looked up, read
/// and deleted.
@Tag("parity")
@Tag("WEED_BINARY")
class WeedParityTest {

  private static final int SOON_SECONDS = 30;
  private static final Pattern FID = Pattern.compile("\"fid\" *: *\"([0-9]+),([0-9a-f]+)\"");

  private final List<Process> processes = new ArrayList<>();
  private final Clock clock = new RealClock();
  private final Runner runner = new RealRunner(event -> {});
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path work;
  private Peers peers;
  private int masterPort;
  private int masterGrpc;
  private int volumePort;

  @BeforeEach
  void find() throws IOException {
    peers = Peers.of(work);
    masterPort = FreePorts.row(4);
    masterGrpc = masterPort + 1;
    volumePort = masterPort + 2;
  }

  @AfterEach
  void close() throws InterruptedException {
    for (Process each : processes.reversed()) {
      each.destroyForcibly().waitFor();
    }
    client.close();
    runner.close();
  }

  private void start(String log, String... words) throws IOException {
    processes.add(
        new ProcessBuilder(words)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve(log).toFile())
            .start());
  }

  private String folder(String name) throws IOException {
    return Files.createDirectories(work.resolve(name)).toString();
  }

  private void startWeedMaster() throws IOException {
    start(
        "master.log",
        peers.weed().toString(),
        "master",
        "-ip=127.0.0.1",
        "-port=" + masterPort,
        "-port.grpc=" + masterGrpc,
        "-mdir=" + folder("master"),
        "-peers=none",
        "-volumeSizeLimitMB=32",
        "-defaultReplication=000");
  }

  private void startOurMaster() throws IOException {
    start(
        "master.log",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        "master",
        "--port",
        "" + masterPort,
        "--grpc-port",
        "" + masterGrpc,
        "--data",
        folder("master"));
  }

  private void startVolume(String program, String... before) throws IOException {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(List.of(before));
    words.addAll(
        List.of(
            "-ip=127.0.0.1",
            "-port=" + volumePort,
            "-port.grpc=" + (volumePort + 1),
            "-dir=" + folder("volume"),
            "-max=8",
            "-preStopSeconds=0",
            "-master=127.0.0.1:" + masterPort + "." + masterGrpc));
    start("volume.log", words.toArray(String[]::new));
  }

  private HttpResponse<String> send(String method, int port, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(SOON_SECONDS))
            .header("Content-Type", "application/octet-stream")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private String text(int port, String path) {
    try {
      return send("GET", port, path, "").body();
    } catch (UncheckedIOException notYet) {
      return "";
    }
  }

  private void await(String what, BooleanSupplier condition) throws IOException {
    Deadline deadline = Deadline.after(clock, Duration.ofSeconds(SOON_SECONDS));
    while (!condition.getAsBoolean()) {
      if (deadline.hasPassed(clock)) {
        throw new AssertionError(
            "waited in vain for %s%n%s%n%s"
                .formatted(
                    what,
                    Files.readString(work.resolve("master.log")),
                    Files.readString(work.resolve("volume.log"))));
      }
      runner.pause(Duration.ofMillis(50));
    }
  }

  /// A file id of the master's own choice.
  private String assigned() throws IOException {
    String[] found = {""};
    await(
        "an assignment",
        () -> {
          Matcher matcher = FID.matcher(text(masterPort, "/dir/assign"));
          if (matcher.find()) {
            found[0] = matcher.group(1) + "," + matcher.group(2);
          }
          return !found[0].isEmpty();
        });
    return found[0];
  }

  private void writesReadsAndDeletesWhatTheMasterAssigns() throws IOException {
    await("the master", () -> text(masterPort, "/dir/status").contains("Topology"));
    await(
        "the server in the master's list",
        () -> text(masterPort, "/dir/status").contains("127.0.0.1:" + volumePort));
    String fid = assigned();
    assertThat(send("PUT", volumePort, "/" + fid, "hello").statusCode()).isEqualTo(201);
    String volume = fid.substring(0, fid.indexOf(','));
    await(
        "the look-up of its volume",
        () ->
            text(masterPort, "/dir/lookup?volumeId=" + volume).contains("127.0.0.1:" + volumePort));
    assertThat(text(volumePort, "/" + fid)).isEqualTo("hello");
    assertThat(assigned()).isNotEqualTo(fid);
    assertThat(send("DELETE", volumePort, "/" + fid, "").statusCode()).isEqualTo(202);
    assertThat(send("GET", volumePort, "/" + fid, "").statusCode()).isEqualTo(404);
  }

  @Test
  void ourVolumeServerServesUnderItsMaster() throws IOException {
    startWeedMaster();
    startVolume(peers.volumeProgram().toString());
    writesReadsAndDeletesWhatTheMasterAssigns();
    assertThat(send("GET", volumePort, "/healthz", "").statusCode()).isEqualTo(200);
  }

  @Test
  void itsMasterForgetsOurVolumeServerAtOnceWhenThatIsToldToEnd() throws IOException {
    startWeedMaster();
    startVolume(peers.volumeProgram().toString());
    writesReadsAndDeletesWhatTheMasterAssigns();

    processes.getLast().destroy();

    await(
        "its end in the master's list",
        () -> !text(masterPort, "/dir/status").contains("127.0.0.1:" + volumePort));
  }

  @Test
  void itsVolumeServerServesUnderOurMaster() throws IOException {
    startOurMaster();
    startVolume(peers.weed().toString(), "volume");
    writesReadsAndDeletesWhatTheMasterAssigns();
  }
}

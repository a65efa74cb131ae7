package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.FastLimits;
import atoll.fast.FastMetrics;
import atoll.fast.FastServer;
import atoll.fast.Seams;
import atoll.fast.demo.DemoProcedures;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FastCommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final RealRunner runner = new RealRunner(Events.NONE);
  private final Registry registry = new Registry();

  private final FastServer server =
      FastServer.start(
          new Seams(new RealClock(), new RealNet(), runner, Events.NONE),
          new Endpoint("127.0.0.1", 0),
          DemoProcedures.all(() -> Stream.of("aardvark", "zebra")),
          FastLimits.USUAL,
          new FastMetrics(registry));

  private final String port = Integer.toString(server.local().port());

  @AfterEach
  void close() {
    server.close();
    runner.close();
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(List.of(args), new PrintWriter(out), new PrintWriter(err));
  }

  private void assertUsageError(String part, String... args) {
    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString()).contains(part).contains("--help");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void fastcallPrintsEachValueOnALine() {
    assertThat(run("fastcall", "127.0.0.1", port, "echo", "[\"é\", {\"a\":\n1}]")).isZero();
    assertThat(out.toString().lines())
        .containsExactly("{\"value\":\"é\"}", "{\"value\":{\"a\": 1}}");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void fastcallTakesTheCallByOptionsToo() {
    assertThat(run("fastcall", "-H", "localhost", "-p", port, "-m", "words", "--args", "[]"))
        .isZero();
    assertThat(out.toString().lines())
        .containsExactly("{\"word\":\"aardvark\"}", "{\"word\":\"zebra\"}");
  }

  @Test
  void fastcallWarnsOfAFailedRequestAndEndsWithItsFault() {
    String wanted = "[{\"name\":\"NotFoundError\",\"message\":\"no\",\"data\":[1]}]";
    assertThat(run("fastcall", "127.0.0.1", port, "fail", wanted))
        .isEqualTo(Fault.NOT_FOUND.exitCode());
    assertThat(out.toString().strip()).isEqualTo("{\"value\":1}");
    assertThat(err.toString().strip()).isEqualTo("fastcall: fast request: NotFoundError: no");
    assertThat(run("fastcall", "-a", "127.0.0.1", port, "sleep", "[{\"ms\":5000}]"))
        .isEqualTo(Fault.CANCELLED.exitCode());
    assertThat(run("fastcall", "--timeout", "1", "127.0.0.1", port, "sleep", "[{\"ms\":9000}]"))
        .isEqualTo(Fault.TIMEOUT.exitCode());
  }

  @Test
  void fastcallRefusesWhatItCannotMakeACallOf() {
    assertUsageError("four", "fastcall", "127.0.0.1", port, "echo");
    assertUsageError("TCP port", "fastcall", "127.0.0.1", "70000", "echo", "[]");
    assertUsageError("JSON array", "fastcall", "127.0.0.1", port, "echo", "{}");
    assertUsageError("not JSON", "fastcall", "127.0.0.1", port, "echo", "[");
    assertUsageError("not both", "fastcall", "-m", "x", "127.0.0.1", port, "echo", "[]");
    assertUsageError("--method", "fastcall");
  }

  @Test
  void fastserveRefusesPortsThatCannotBe() {
    assertUsageError("fast port", "fastserve", "-p", "0");
    assertUsageError("monitoring port", "fastserve", "-p", "65000");
    assertUsageError("must differ", "fastserve", "-p", "2030", "-m", "2030");
    assertUsageError("HOST:PORT", "fastserve", "localhost");
    assertUsageError("once", "fastserve", "-p", "2031", "localhost:2030");
  }

  @Test
  void theMonitorShowsMetricsAndState() throws Exception {
    assertThat(run("fastcall", "127.0.0.1", port, "echo", "[1]")).isZero();
    try (FastMonitor monitor = FastMonitor.start(new Endpoint("127.0.0.1", 0), server, registry);
        HttpClient http = HttpClient.newHttpClient()) {
      String metrics = get(http, monitor, "/metrics");
      assertThat(metrics).contains("fast_requests_completed{rpcMethod=\"echo\"} 1");
      assertThat(metrics)
          .contains(
              "fast_server_request_time_seconds_bucket{rpcMethod=\"echo\",buckets_version=\"1\","
                  + "le=\"100\"} 1");
      assertThat(get(http, monitor, "/kang/snapshot")).contains("\"nRequestsCompleted\":1");
      assertThat(get(http, monitor, "/kang/snapshots")).isEmpty();
    }
  }

  private static String get(HttpClient http, FastMonitor monitor, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + monitor.port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}

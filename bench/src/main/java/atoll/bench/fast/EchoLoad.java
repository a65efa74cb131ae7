package atoll.bench.fast;

import atoll.fast.CallOptions;
import atoll.fast.FastCall;
import atoll.fast.FastClient;
import atoll.fast.FastLimits;
import atoll.fast.Seams;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.Deadline;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import atoll.kit.run.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Our client in this process, our server in another. Confined to the thread that measures.
final class EchoLoad implements AutoCloseable {

  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration MEASURED = Duration.ofMillis(1500);
  private static final CallOptions SOON = CallOptions.within(Duration.ofSeconds(30));

  private static final Values ARGUMENTS =
      Values.of(
          Json.parse(
              "{\"echo\":[[0,1,2,3,4,5,6,7,8,9],[0,1,2,3,4,5,6,7,8,9],"
                  + "[0,1,2,3,4,5,6,7,8,9],[0,1,2,3,4,5,6,7,8,9]]}"));

  private final RealRunner runner = new RealRunner(Events.NONE);
  private final Seams seams = new Seams(new RealClock(), new RealNet(), runner, Events.NONE);
  private final Process server;
  private final Endpoint at;

  EchoLoad() throws IOException {
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                EchoServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    at = new Endpoint("127.0.0.1", Integer.parseInt(lines.readLine()));
  }

  void warmUp() {
    var _ = perSecond(100, 10, WARM_UP);
    var _ = perSecond(1, 1, WARM_UP);
  }

  double perSecond(int inFlight, int perConnection) {
    return perSecond(inFlight, perConnection, MEASURED);
  }

  private double perSecond(int inFlight, int perConnection, Duration time) {
    List<FastClient> clients = new ArrayList<>();
    for (int i = 0; i < inFlight; i += perConnection) {
      clients.add(
          FastClient.dial(
              seams, at, FastLimits.USUAL, Deadline.after(seams.clock(), Duration.ofSeconds(10))));
    }
    AtomicLong done = new AtomicLong();
    long begin = seams.clock().nanos();
    Deadline end = Deadline.after(seams.clock(), time);
    List<Task> callers = new ArrayList<>();
    for (int i = 0; i < inFlight; i++) {
      FastClient client = clients.get(i / perConnection);
      callers.add(
          runner.submit(
              "caller " + i,
              () -> {
                while (!end.hasPassed(seams.clock())) {
                  callOnce(client);
                  done.incrementAndGet();
                }
              }));
    }
    for (Task caller : callers) {
      if (!caller.await(Deadline.after(seams.clock(), Duration.ofSeconds(60)))) {
        throw new AssertionError("a caller did not end");
      }
    }
    long took = seams.clock().nanos() - begin;
    clients.forEach(FastClient::close);
    return done.get() * 1e9 / took;
  }

  private static void callOnce(FastClient client) {
    try (FastCall call = client.call("fastbench", ARGUMENTS, SOON)) {
      if (call.collect(4).orThrow().size() != 4) {
        throw new AssertionError("four values expected");
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.getOutputStream().close();
    server.destroy();
    runner.close();
  }
}

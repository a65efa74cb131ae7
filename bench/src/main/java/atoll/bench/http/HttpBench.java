package atoll.bench.http;

import atoll.bench.measure.Bench;
import atoll.bench.measure.Measured;
import atoll.bench.measure.Nginx;
import atoll.bench.measure.Rounds;
import atoll.bench.measure.Scratch;
import atoll.bench.measure.Spread;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A 1 KiB file with keep-alive over loopback: requests a second, and the server's CPU time for
/// each, ours and nginx in turn. The server runs on one core, the load on another. Immutable.
public final class HttpBench implements Bench {

  private static final int FILE_BYTES = 1024;
  private static final int ROUNDS = 5;
  private static final long ROUND_MILLIS = 2_000;
  private static final long WARM_UP_MILLIS = 6_000;
  private static final List<Integer> CONNECTIONS = List.of(16, 256);
  private static final int SERVER_CORE = 0;
  private static final int LOAD_CORE = 1;

  private static final List<String> SERVER_FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dio.netty.leakDetection.level=disabled",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseG1GC",
          "-Xms512m",
          "-Xmx512m");

  /// What one round of one server showed.
  private record Round(double requestsPerSecond, double cpuMicros) {}

  /// A server that is measured.
  private record Contender(String name, Measured server, int port) {}

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String about() {
    return "a 1 KiB file over HTTP: requests/s and server CPU a request, beside nginx";
  }

  @Override
  public void run(PrintStream output) throws IOException {
    Path scratch = Files.createTempDirectory("atoll-bench-http");
    try {
      Path root = Files.createDirectory(scratch.resolve("root"));
      Path file = Files.write(root.resolve("file"), new byte[FILE_BYTES]);
      // Readable for an nginx worker that is not the owner.
      scratch.toFile().setExecutable(true, false);
      int port = FreePorts.one();
      try (Measured nginx = Nginx.start(SERVER_CORE, root, scratch, port);
          Measured ours =
              Measured.startJava(
                  SERVER_CORE, FileServer.class, SERVER_FLAGS, List.of(file.toString()))) {
        int oursPort = Integer.parseInt(ours.line());
        output.printf(
            "A file of %d bytes, keep-alive, loopback, %s; %d rounds of %.0f s, in turn:%n",
            FILE_BYTES,
            Measured.canPin() ? "server and load on a core each" : "cores not bound",
            ROUNDS,
            ROUND_MILLIS / 1e3);
        measure(ours, oursPort, 16, WARM_UP_MILLIS);
        for (int connections : CONNECTIONS) {
          compare(output, connections, ours, oursPort, nginx, port);
        }
      }
    } finally {
      Scratch.remove(scratch);
    }
  }

  private static void compare(
      PrintStream output, int connections, Measured ours, int oursPort, Measured nginx, int port)
      throws IOException {
    measure(nginx, port, connections, ROUND_MILLIS / 2);
    measure(ours, oursPort, connections, ROUND_MILLIS / 2);
    List<Contender> both =
        List.of(new Contender("ours", ours, oursPort), new Contender("nginx", nginx, port));
    List<List<Round>> rounds =
        Rounds.byTurns(
            ROUNDS,
            both,
            (each, _) -> measure(each.server(), each.port(), connections, ROUND_MILLIS));
    output.printf("%d connections%n", connections);
    for (int each = 0; each < both.size(); each++) {
      print(output, both.get(each).name(), rounds.get(each));
    }
    Spread ratios = new Spread(1, 2);
    for (int round = 0; round < ROUNDS; round++) {
      ratios.add(
          rounds.getFirst().get(round).cpuMicros() / rounds.getLast().get(round).cpuMicros());
    }
    output.printf(
        "  CPU a request, ours over nginx: median %s; the goal is at most 1.00%n", ratios);
  }

  private static void print(PrintStream output, String name, List<Round> rounds) {
    Spread rates = Spread.of(rounds, Round::requestsPerSecond);
    Spread cpu = Spread.of(rounds, Round::cpuMicros);
    output.printf(
        "  %-6s %,9.0f requests/s (%,.0f to %,.0f)   %5.2f us CPU a request (%.2f to %.2f)%n",
        name, rates.median(), rates.least(), rates.most(), cpu.median(), cpu.least(), cpu.most());
  }

  private static Round measure(Measured server, int port, int connections, long millis)
      throws IOException {
    double before = server.cpuSeconds();
    List<String> arguments =
        List.of(Integer.toString(port), "/file", Integer.toString(connections), "" + millis);
    long answers;
    try (Measured load =
        Measured.startJava(
            LOAD_CORE, LoadGenerator.class, List.of("-XX:+UseSerialGC", "-Xmx64m"), arguments)) {
      answers = Long.parseLong(load.line());
    }
    double cpu = server.cpuSeconds() - before;
    return new Round(answers * 1e3 / millis, cpu * 1e6 / answers);
  }
}

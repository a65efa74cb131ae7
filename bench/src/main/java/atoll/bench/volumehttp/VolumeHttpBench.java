package atoll.bench.volumehttp;

import atoll.bench.measure.Bench;
import atoll.bench.measure.Measured;
import atoll.bench.measure.Rounds;
import atoll.bench.measure.Scratch;
import atoll.bench.measure.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Blobs of 1 KiB and 8 MiB over HTTP, from volume servers started as commands are, and nginx, in
/// turn. `WEED_BINARY` and `RUST_VOLUME_BINARY` name peers. Servers share one core, the load has
/// another. Immutable.
public final class VolumeHttpBench implements Bench {

  private static final int CONNECTIONS = 16;
  private static final int ROUNDS = 3;
  private static final int ROUND_SECONDS = 2;
  private static final int FIRST_WARM_UP_SECONDS = 6;
  private static final long FRESH = 10_000_000;
  private static final long ABSENT = 1L << 30;

  /// One thing that is measured.
  ///
  /// @param first key; fresh ones for each run if `span` is [#FRESH]
  private record Measure(String name, String method, long first, long span, boolean found) {}

  /// What one round of one server showed.
  private record Round(double perSecond, double cpuMicros, double p99Millis, double mebibytes) {}

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("1 KiB read", "GET", 1, Served.SMALL, true),
          new Measure("1 KiB write", "PUT", FRESH, FRESH, true),
          new Measure("1 KiB overwrite", "PUT", 1, Served.SMALL, true),
          new Measure("missing", "GET", ABSENT, FRESH, false),
          new Measure("8 MiB read", "GET", Served.FIRST_LARGE, Served.LARGE, true));

  @Override
  public String name() {
    return "volume-http";
  }

  @Override
  public String about() {
    return "blobs over HTTP, beside nginx, WEED_BINARY (Go) and RUST_VOLUME_BINARY";
  }

  @Override
  public void run(PrintStream output) throws IOException {
    Path home = Path.of("").toAbsolutePath();
    Path scratch = Files.createTempDirectory(home.resolve(".atoll"), "volume-http");
    scratch.toFile().setExecutable(true, false);
    List<Served> all = new ArrayList<>();
    try {
      try (Served fresh = ours(home, scratch.resolve("uploads"))) {
        ParallelUploads.run(output, fresh);
      }
      Scratch.remove(scratch.resolve("uploads"));
      all.add(ours(home, scratch.resolve("ours")));
      peer(output, all, "Go", "WEED_BINARY", List.of("volume"), home, scratch);
      peer(output, all, "Rust", "RUST_VOLUME_BINARY", List.of(), home, scratch);
      all.add(Served.nginx(scratch.resolve("nginx")));
      output.printf(
          "%d connections, %s; %d rounds of %d s in turn; median (least to most)%n",
          CONNECTIONS,
          Measured.canPin() ? "server and load on a core each" : "cores not bound",
          ROUNDS,
          ROUND_SECONDS);
      Wrk wrk = Wrk.in(scratch);
      long fresh = 0;
      for (Measure measure : MEASURES) {
        fresh = compare(output, wrk, all, measure, fresh);
      }
    } finally {
      for (Served each : all.reversed()) {
        each.close();
      }
      Scratch.remove(scratch);
    }
  }

  /// The launcher builds when it has to: that is over before anything is measured.
  private static Served ours(Path home, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Measured build = Measured.start(0, List.of(home.resolve("atoll").toString(), "version"))) {
      String _ = build.line();
    }
    return Served.volumeServer(
        "ours", List.of(home.resolve("bin/atoll-volume").toString()), home, folder);
  }

  private static void peer(
      PrintStream output,
      List<Served> all,
      String name,
      String variable,
      List<String> arguments,
      Path home,
      Path scratch)
      throws IOException {
    String program = System.getenv(variable);
    if (program == null) {
      output.printf("%s is not set: not beside %s.%n", variable, name);
      return;
    }
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    all.add(Served.volumeServer(name, command, home, scratch.resolve(name)));
  }

  /// Measures one thing with all servers and prints it.
  ///
  /// @param fresh runs that took fresh keys before this one
  /// @return the same, after this one
  private static long compare(
      PrintStream output, Wrk wrk, List<Served> servers, Measure measure, long fresh)
      throws IOException {
    List<Served> all =
        servers.stream().filter(each -> each.writes() || measure.method().equals("GET")).toList();
    boolean first = measure.equals(MEASURES.getFirst());
    for (Served each : all) {
      Round _ = measure(wrk, each, measure, fresh, first ? FIRST_WARM_UP_SECONDS : ROUND_SECONDS);
    }
    List<List<Round>> rounds =
        Rounds.byTurns(
            ROUNDS,
            all,
            (each, round) -> measure(wrk, each, measure, fresh + 1 + round, ROUND_SECONDS));
    output.println(measure.name());
    double ours = Spread.of(rounds.getFirst(), Round::cpuMicros).median();
    for (int i = 0; i < all.size(); i++) {
      print(output, all.get(i).name(), rounds.get(i), ours);
    }
    return fresh + 1 + ROUNDS;
  }

  private static Round measure(Wrk wrk, Served server, Measure measure, long run, int seconds)
      throws IOException {
    long first = measure.first() + (measure.span() == FRESH ? run * FRESH : 0);
    double before = server.process().cpuSeconds();
    Wrk.Outcome outcome =
        wrk.run(
            server.port(),
            CONNECTIONS,
            seconds,
            measure.method(),
            server.volumes(),
            first,
            measure.span());
    double cpu = server.process().cpuSeconds() - before;
    long wanted = measure.found() ? 0 : outcome.answers();
    if (outcome.refused() != wanted || outcome.answers() == 0) {
      throw new IOException(
          server.name() + ", " + measure.name() + ": " + outcome + ", expected " + wanted);
    }
    return new Round(
        outcome.answers() * 1e6 / outcome.micros(),
        cpu * 1e6 / outcome.answers(),
        outcome.p99Micros() / 1e3,
        server.process().memoryMebibytes("VmRSS"));
  }

  private static void print(PrintStream output, String name, List<Round> rounds, double ours) {
    Spread rates = Spread.of(rounds, Round::perSecond);
    Spread cpu = Spread.of(rounds, Round::cpuMicros);
    output.printf(
        Locale.ROOT,
        "  %-6s %,8.0f/s (%,.0f to %,.0f)  %,8.2f us CPU (%,.2f to %,.2f)  p99 %6.2f ms  %4.0f MiB"
            + "  ours/this %.2f%n",
        name,
        rates.median(),
        rates.least(),
        rates.most(),
        cpu.median(),
        cpu.least(),
        cpu.most(),
        Spread.of(rounds, Round::p99Millis).median(),
        Spread.of(rounds, Round::mebibytes).most(),
        ours / cpu.median());
  }
}

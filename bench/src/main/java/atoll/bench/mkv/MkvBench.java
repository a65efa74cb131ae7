package atoll.bench.mkv;

import atoll.bench.measure.Bench;
import atoll.bench.measure.Rounds;
import atoll.bench.measure.Scratch;
import atoll.bench.measure.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A store of five hosts and three replicas, ours and minikeyvalue in turn, over nginx hosts each,
/// and ours over its own hosts. Ours syncs its index, minikeyvalue does not. `MINIKV_BINARY` names
/// the peer; without it nginx alone is asked for a file. Load and servers share the machine.
/// Immutable.
public final class MkvBench implements Bench {

  private static final int HOSTS = 5;
  private static final int REPLICAS = 3;
  private static final int CONNECTIONS = 16;
  private static final int ROUNDS = 3;
  private static final long ROUND_MILLIS = 1_500;

  /// A JVM of two cores compiles the way of a PUT for about so long.
  private static final long WARM_UP_MILLIS = 10_000;

  private static final long PEER_WARM_UP_MILLIS = 1_000;
  private static final int KEYS = 500;
  private static final int SMALL_BYTES = 100;
  private static final int BULK_RECORDS = 300_000;
  private static final long LARGE_BYTES = 200L << 20;
  private static final byte[] NONE = new byte[0];

  /// One thing that is measured.
  private record Measure(String name, Load.Step step) {}

  @Override
  public String name() {
    return "mkv";
  }

  @Override
  public String about() {
    return "a store's GET, HEAD, PUT, list and whole cycles, beside minikeyvalue (MINIKV_BINARY)";
  }

  @Override
  public void run(PrintStream output) throws IOException {
    Path scratch = Files.createTempDirectory("atoll-bench-mkv");
    scratch.toFile().setExecutable(true, false);
    List<Running> all = new ArrayList<>();
    try {
      all.add(Running.ours(scratch.resolve("nginx"), HOSTS, REPLICAS, "nginx"));
      all.add(Running.ours(scratch.resolve("own"), HOSTS, REPLICAS, "own"));
      Optional<String> peer = Optional.ofNullable(System.getenv("MINIKV_BINARY"));
      if (peer.isPresent()) {
        all.add(Running.model(Path.of(peer.get()), scratch.resolve("model"), HOSTS, REPLICAS));
      } else {
        output.println("MINIKV_BINARY is not set: no peer but nginx alone.");
      }
      output.printf(
          Locale.ROOT,
          "%d hosts, %d replicas, %d connections, %d rounds of %.1f s in turn; per second, median"
              + " (least to most)%n",
          HOSTS,
          REPLICAS,
          CONNECTIONS,
          ROUNDS,
          ROUND_MILLIS / 1e3);
      for (Running each : all) {
        fill(each);
      }
      rates(output, all);
      output.printf(
          Locale.ROOT,
          "the disk alone: %,.0f files of %d bytes a second made durable by %d threads%n",
          SyncedFiles.perSecond(scratch.resolve("disk"), CONNECTIONS, SMALL_BYTES, ROUND_MILLIS),
          SMALL_BYTES,
          CONNECTIONS);
      output.printf(
          Locale.ROOT,
          "bulk load of %,d records in the order of their keys, synced: %,.0f a second%n",
          BULK_RECORDS,
          BulkLoad.perSecond(scratch.resolve("bulk.db"), BULK_RECORDS));
      large(output, all);
      hung(output, all);
    } finally {
      for (Running each : all.reversed()) {
        each.close();
      }
      Scratch.remove(scratch);
    }
  }

  private static void fill(Running store) throws IOException {
    try (Connection connection = new Connection(store.port())) {
      for (int i = 0; i < KEYS; i++) {
        expect(connection.ask("PUT", "/present/" + i, new byte[SMALL_BYTES]), 201, "PUT");
      }
    }
  }

  private static void expect(int status, int wanted, String what) throws IOException {
    if (status != wanted) {
      throw new IOException(what + " was answered " + status + ", not " + wanted);
    }
  }

  private static List<Measure> measures() {
    byte[] value = new byte[SMALL_BYTES];
    String run = Long.toHexString(System.nanoTime());
    return List.of(
        new Measure(
            "GET, missing",
            (to, _, turn) -> expect(to.ask("GET", "/absent/" + turn, NONE), 404, "GET")),
        new Measure(
            "GET, present",
            (to, lane, turn) ->
                expect(to.ask("GET", "/present/" + (lane * 31L + turn) % KEYS, NONE), 302, "GET")),
        new Measure(
            "HEAD",
            (to, lane, turn) -> {
              int status = to.ask("HEAD", "/present/" + (lane * 31L + turn) % KEYS, NONE);
              expect(status == 302 ? 200 : status, 200, "HEAD");
            }),
        new Measure(
            "PUT, " + SMALL_BYTES + " bytes",
            (to, lane, turn) ->
                expect(
                    to.ask(
                        "PUT",
                        "/put/" + run + "/" + lane + "/" + turn + "/" + System.nanoTime(),
                        value),
                    201,
                    "PUT")),
        new Measure(
            "list, " + KEYS + " keys",
            (to, _, _) -> expect(to.ask("GET", "/present/?list&limit=" + KEYS, NONE), 200, "list")),
        new Measure(
            "PUT, GET, DELETE",
            (to, lane, turn) -> cycle(to, "/cycle/" + lane + "/" + turn, value)));
  }

  /// As the peer's thrasher does: through the redirect, and the value compared.
  private static void cycle(Connection to, String key, byte[] value) throws IOException {
    expect(to.ask("PUT", key, value), 201, "PUT");
    expect(to.ask("GET", key, NONE), 302, "GET");
    String address = to.location();
    int host = address.indexOf("//") + 2;
    int path = address.indexOf('/', host);
    int port = Integer.parseInt(address.substring(address.indexOf(':', host) + 1, path));
    try (Connection second = new Connection(port)) {
      expect(second.ask("GET", address.substring(path), NONE), 200, "GET of a host");
      if (second.body().length != value.length) {
        throw new IOException("another value came back");
      }
    }
    expect(to.ask("DELETE", key, NONE), 204, "DELETE");
  }

  private static void rates(PrintStream output, List<Running> all) throws IOException {
    for (Measure measure : measures()) {
      output.println(measure.name());
      for (Running each : all) {
        long millis = isPeer(each) ? PEER_WARM_UP_MILLIS : WARM_UP_MILLIS;
        Load.Outcome _ = Load.run(each.port(), CONNECTIONS, millis, measure.step());
      }
      List<List<Double>> rates =
          Rounds.byTurns(
              ROUNDS,
              all,
              (each, _) ->
                  Load.run(each.port(), CONNECTIONS, ROUND_MILLIS, measure.step()).perSecond());
      for (int i = 0; i < all.size(); i++) {
        print(output, all.get(i).name(), rates.get(i), rates.getLast(), all);
      }
      if (measure.name().startsWith("PUT, " + SMALL_BYTES)) {
        output.printf(
            Locale.ROOT,
            "  each with %d copies of a blob and its sidecar: %,.0f files a second on hosts of our"
                + " own, all synced%n",
            REPLICAS,
            2 * REPLICAS * Spread.of(rates.get(1), Double::doubleValue).median());
      }
      if (measure.name().equals("GET, present")) {
        nginxAlone(output, all.getFirst());
      }
    }
  }

  private static void print(
      PrintStream output, String name, List<Double> rates, List<Double> peer, List<Running> all) {
    Spread mine = Spread.of(rates, Double::doubleValue);
    boolean compared = isPeer(all.getLast()) && !name.equals(all.getLast().name());
    double ratio = mine.median() / Spread.of(peer, Double::doubleValue).median();
    output.printf(
        Locale.ROOT,
        "  %-18s %s%s%n",
        name,
        mine,
        compared ? String.format(Locale.ROOT, "   %.2f of minikeyvalue", ratio) : "");
  }

  private static boolean isPeer(Running store) {
    return store.name().equals("minikeyvalue");
  }

  private static void nginxAlone(PrintStream output, Running ours) throws IOException {
    Load.Outcome alone =
        Load.run(
            ours.hostPort(),
            CONNECTIONS,
            ROUND_MILLIS,
            (to, _, _) -> expect(to.ask("GET", "/mkv-host.json", NONE), 200, "GET of nginx"));
    output.printf(Locale.ROOT, "  %-18s %,9.0f, a small file%n", "nginx alone", alone.perSecond());
  }

  private static void large(PrintStream output, List<Running> all) throws IOException {
    output.printf(
        "PUT of %d MiB: time, and growth of the gateway's resident memory%n", LARGE_BYTES >> 20);
    byte[] piece = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
    for (Running each : all) {
      each.forgetMostMemory();
      double before = each.memoryMebibytes("VmRSS");
      long begin = System.nanoTime();
      try (Connection connection = new Connection(each.port())) {
        expect(connection.put("/large/" + begin, LARGE_BYTES, piece), 201, "PUT");
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      output.printf(
          Locale.ROOT,
          "  %-18s %6.2f s, from %.0f MiB to at most %.0f MiB%n",
          each.name(),
          seconds,
          before,
          each.memoryMebibytes("VmHWM"));
    }
  }

  private static void hung(PrintStream output, List<Running> all) throws IOException {
    output.println("GET, present, with one nginx host that stands still: the slowest of 100");
    Load.Step get = measures().get(1).step();
    for (Running each : all) {
      if (each.name().contains("own")) {
        continue;
      }
      each.signalFirstHost("STOP");
      try {
        Load.Outcome outcome = Load.run(each.port(), CONNECTIONS, 2 * ROUND_MILLIS, get);
        output.printf(
            Locale.ROOT,
            "  %-18s p99 %8.2f ms, %,.0f a second%n",
            each.name(),
            outcome.p99Millis(),
            outcome.perSecond());
      } finally {
        each.signalFirstHost("CONT");
      }
    }
  }
}

package atoll.bench.volumehttp;

import atoll.bench.measure.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// wrk with one thread on a core of its own, and the script that tells it what to ask. Immutable.
final class Wrk {

  static final String COOKIE = "00000001";

  private static final int CORE = 1;
  private static final String MARK = "outcome ";

  /// Arguments: method, volumes (a comma between), first key, how many keys until it starts anew,
  /// bytes of a body. Bodies differ from each other, since the same bytes are not written again.
  private static final String SCRIPT =
      """
      local method, first, span, tail
      local volumes = {}
      local turn = 0
      local headers = { ["Content-Type"] = "application/octet-stream" }

      function init(args)
        method, first, span = args[1], tonumber(args[3]), tonumber(args[4])
        for each in string.gmatch(args[2], "%d+") do volumes[#volumes + 1] = each end
        local bytes = {}
        for i = 1, tonumber(args[5]) - 16 do bytes[i] = string.char(math.random(0, 255)) end
        tail = table.concat(bytes)
      end

      function request()
        local key = first + turn % span
        turn = turn + 1
        local volume = volumes[key % #volumes + 1]
        local path = string.format("/%s,%x00000001", volume, key)
        if method == "GET" then return wrk.format(method, path) end
        return wrk.format(method, path, headers, string.format("%016x", turn + first) .. tail)
      end

      function done(summary, latency)
        local errors = summary.errors
        io.write(string.format("outcome %d %d %d %d %d\\n", summary.requests, summary.duration,
          latency:percentile(99), errors.status,
          errors.connect + errors.read + errors.write + errors.timeout))
      end
      """;

  private final Path script;

  /// What came of a run.
  ///
  /// @param answers all of them
  /// @param micros how long it took
  /// @param p99Micros the latency that 99 of 100 did not exceed
  /// @param refused answers of 400 and above
  record Outcome(long answers, long micros, long p99Micros, long refused) {}

  private Wrk(Path script) {
    this.script = script;
  }

  static Wrk in(Path scratch) throws IOException {
    return new Wrk(Files.writeString(scratch.resolve("load.lua"), SCRIPT));
  }

  /// Runs for whole seconds.
  Outcome run(
      int port, int connections, int seconds, String method, String volumes, long first, long span)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s"));
    command.addAll(List.of("--timeout", "10s", "-s", script.toString()));
    command.addAll(List.of("http://127.0.0.1:" + port, "--", method, volumes));
    command.addAll(List.of(Long.toString(first), Long.toString(span), "1024"));
    try (Measured load = Measured.start(CORE, command)) {
      String line = load.line();
      while (!line.startsWith(MARK)) {
        line = load.line();
      }
      List<String> words = List.of(line.split(" ", -1));
      if (!words.getLast().equals("0")) {
        throw new IOException("connections of port " + port + " failed: " + line);
      }
      return new Outcome(
          Long.parseLong(words.get(1)),
          Long.parseLong(words.get(2)),
          Long.parseLong(words.get(3)),
          Long.parseLong(words.get(4)));
    }
  }
}

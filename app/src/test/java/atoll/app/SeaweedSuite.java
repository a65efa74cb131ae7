package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One of SeaweedFS's compiled suites of its volume server, and in whose place ours is tested.
/// Immutable.
///
/// @param name of the program, without its `.test`
/// @param place which of SeaweedFS's two volume servers ours stands for
record SeaweedSuite(String name, Place place) {

  private static final int MINUTES = 15;

  private static final Pattern RESULT =
      Pattern.compile("--- (PASS|FAIL|SKIP): ([^ /]+) \\((.*)\\)");

  /// What a test prints that wants erasure coding, tiering or fetching, which our server does not
  /// have yet.
  private static final Pattern LATER =
      Pattern.compile(
          "this server has no (VolumeEc\\w+|ScrubEcVolume|VolumeTierMoveDat\\w+|FetchAndWriteNeedle)");

  /// What fails with SeaweedFS's own server too: the shell refuses to merge volumes without needles
  /// and leaves them marked, and the test wants them as they were before.
  private static final Set<String> FAILING_EVERYWHERE = Set.of("TestVolumeMergeRestore");

  enum Place {
    /// Suites start it as a program of its own.
    RUST,
    /// Suites start it as `weed volume`: every test that knows this one alone, and mixed clusters.
    GO
  }

  /// One test of a suite.
  ///
  /// @param word as the suite says it
  /// @param output what came before it
  record Result(String name, String word, String output) {

    /// What it says if nothing is wrong with our server.
    String expected() {
      return FAILING_EVERYWHERE.contains(name) ? "FAIL" : "PASS";
    }

    /// The call for which a test that failed has to wait until our server has it.
    Optional<String> waitsFor() {
      Matcher missing = LATER.matcher(output);
      return word.equals("FAIL") && missing.find()
          ? Optional.of(missing.group(1))
          : Optional.empty();
    }
  }

  /// What a whole run came to.
  ///
  /// @param last the end of what it printed
  record Run(List<Result> results, boolean saysPassed, String last) {}

  /// `http`, `grpc:go`
  static SeaweedSuite parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new SeaweedSuite(text, Place.RUST)
        : new SeaweedSuite(
            text.substring(0, colon),
            Place.valueOf(text.substring(colon + 1).toUpperCase(Locale.ROOT)));
  }

  /// Runs it to its end. What it started is ended with it, by process ids.
  ///
  /// @param home where it runs; in the folder of its own name there, if there is one
  Run run(Path suites, Path home, Peers peers, Path out) throws IOException, InterruptedException {
    Path own = home.resolve(name);
    ProcessBuilder builder =
        new ProcessBuilder(
                suites.resolve(name + ".test").toString(),
                "-test.v",
                "-test.timeout=" + MINUTES + "m")
            .directory((Files.isDirectory(own) ? own : home).toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().remove("VOLUME_SERVER_IMPL");
    builder.environment().remove("RUST_VOLUME_BINARY");
    // Some tests start whatever `weed` is found.
    builder
        .environment()
        .merge(
            "PATH",
            peers.weedWithOurVolume().resolveSibling("").toString(),
            (path, weed) -> weed + File.pathSeparator + path);
    switch (place) {
      case RUST -> {
        builder.environment().put("WEED_BINARY", peers.weed().toString());
        builder.environment().put("VOLUME_SERVER_IMPL", "rust");
        builder.environment().put("RUST_VOLUME_BINARY", peers.volumeProgram().toString());
      }
      case GO -> builder.environment().put("WEED_BINARY", peers.weedWithOurVolume().toString());
    }
    Process process = builder.start();
    try {
      // The suite has the same limit for itself, and says more when it meets it.
      boolean ended = process.waitFor(MINUTES + 1, TimeUnit.MINUTES);
      List<String> lines = Files.readAllLines(out);
      String last = String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
      assertThat(ended).as("%s ended within %d minutes:%n%s", this, MINUTES, last).isTrue();
      return new Run(results(lines), process.exitValue() == 0, last);
    } finally {
      try (Stream<ProcessHandle> started = process.descendants()) {
        started.forEach(ProcessHandle::destroyForcibly);
      }
      process.destroyForcibly();
    }
  }

  private static List<Result> results(List<String> lines) {
    List<Result> results = new ArrayList<>();
    StringBuilder output = new StringBuilder();
    for (String line : lines) {
      Matcher found = RESULT.matcher(line);
      if (found.matches()) {
        results.add(new Result(found.group(2), found.group(1), output.toString()));
        output.setLength(0);
      } else {
        output.append(line).append('\n');
      }
    }
    return results;
  }

  @Override
  public String toString() {
    return place == Place.RUST ? name : name + ":go";
  }
}

package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// SeaweedFS's own suites of its volume server, against `atoll volume` under its master: each of
/// their tests is one here, by its name.
@Tag("parity")
@Tag("VS_SUITES")
class SeaweedSuiteParityTest {

  private static final int MINUTES = 15;

  private static final Pattern RESULT =
      Pattern.compile("--- (PASS|FAIL|SKIP): ([^ /]+) \\((.*)\\)");

  @TempDir private Path work;

  /// One test of a suite.
  ///
  /// @param word as the suite says it
  /// @param output what came before it
  private record Result(String name, String word, String output) {}

  @TestFactory
  Stream<DynamicTest> http() throws IOException, InterruptedException {
    return run("http.test");
  }

  private Stream<DynamicTest> run(String suite) throws IOException, InterruptedException {
    Path suites = folder("VS_SUITES", "the folder of SeaweedFS's built test suites");
    String home = System.getenv("VS_SUITES_HOME");
    Path out = work.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
                suites.resolve(suite).toString(), "-test.v", "-test.timeout=" + MINUTES + "m")
            .directory(home == null || home.isEmpty() ? suites.toFile() : Path.of(home).toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder
        .environment()
        .put("WEED_BINARY", folder("WEED_BINARY", "SeaweedFS's program, for masters").toString());
    builder.environment().put("VOLUME_SERVER_IMPL", "rust");
    builder.environment().put("RUST_VOLUME_BINARY", launcher().toString());
    Process process = builder.start();
    try {
      // The suite has the same limit for itself, and says more when it meets it.
      boolean ended = process.waitFor(MINUTES + 1, TimeUnit.MINUTES);
      List<Result> results = results(Files.readAllLines(out));
      String last = tail(Files.readAllLines(out));
      assertThat(ended).as("%s ended within %d minutes:%n%s", suite, MINUTES, last).isTrue();
      assertThat(results).as(last).isNotEmpty();
      int code = process.exitValue();
      boolean allPassed = results.stream().allMatch(result -> result.word().equals("PASS"));
      return Stream.concat(
          results.stream()
              .map(result ->
                  DynamicTest.dynamicTest(
                      result.name(),
                      () -> assertThat(result.word()).as(result.output()).isEqualTo("PASS"))),
          Stream.of(
              DynamicTest.dynamicTest(
                  suite + " says itself whether all passed",
                  () -> assertThat(code == 0).as(last).isEqualTo(allPassed))));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Path folder(String variable, String what) {
    String named = System.getenv(variable);
    assertThat(named).as(variable + " is set; it names " + what).isNotBlank();
    Path path = Path.of(named).toAbsolutePath();
    assertThat(path).as(variable + " names " + what).exists();
    return path;
  }

  /// A program that is `atoll volume` as it was just compiled, with the flags of the assembled one.
  private Path launcher() throws IOException {
    Path arguments =
        Files.writeString(
            work.resolve("arguments"),
            Launch.SMALL_HEAP_SERVER.arguments()
                + "-cp\n\""
                + System.getProperty("java.class.path")
                + "\"\n"
                + Main.class.getName()
                + "\nvolume\n");
    Path program = work.resolve("atoll-volume");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '%s/bin/java' '@%s' \"$@\"\n"
            .formatted(System.getProperty("java.home"), arguments));
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
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

  private static String tail(List<String> lines) {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }
}

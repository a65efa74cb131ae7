package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The assembled folder as its users meet it: through the launcher, from elsewhere, moved.
class AssembleTest {

  private static final long PATIENCE_SECONDS = 60;

  @TempDir private static Path folder;
  private static Path home = Path.of("");

  @TempDir private Path elsewhere;

  record Ended(int code, String out, String err) {}

  @BeforeAll
  static void assemble() throws Exception {
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(Files::exists)
            .toList();
    Path built = folder.resolve("built");
    new Assemble(built, classPath).run();
    home = Files.move(built, folder.resolve("moved to a folder with spaces"));
  }

  private Ended run(Map<String, String> environment, Path launcher, String... words)
      throws IOException, InterruptedException {
    Process process = start(environment, launcher, words);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(elsewhere.resolve("out")),
        Files.readString(elsewhere.resolve("err")));
  }

  private Process start(Map<String, String> environment, Path launcher, String... words)
      throws IOException {
    List<String> command =
        Stream.concat(Stream.of(launcher.toString()), Arrays.stream(words)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectOutput(elsewhere.resolve("out").toFile())
            .redirectError(elsewhere.resolve("err").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Path launcher() {
    return home.resolve("bin/atoll");
  }

  @Test
  void runsWhereverItIsMovedToAndSaysNothingOfItsCache() throws Exception {
    Ended ended = run(Map.of(), launcher(), "version");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("atoll ");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void exitCodesReachTheCaller() throws Exception {
    Ended ended = run(Map.of(), launcher(), "no such", "--thing");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines())
        .containsExactly("atoll: there is no command 'no such'; see atoll --help.");
  }

  @Test
  void runsThroughASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("atoll"), launcher());
    assertThat(run(Map.of(), link, "--help").out()).startsWith("Usage: atoll COMMAND");
  }

  @Test
  void theCacheOfEveryCommandFitsItsFlags() throws Exception {
    for (String name : List.of("atoll", "version")) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "@" + home.resolve("conf/" + name + ".args"),
                  "-XX:AOTMode=on",
                  "-XX:AOTCache=" + home.resolve("aot/" + name + ".aot"),
                  "-cp",
                  home.resolve("lib/atoll.jar").toString(),
                  "atoll.app.Main",
                  "--help")
              .redirectErrorStream(true)
              .redirectOutput(elsewhere.resolve("out").toFile())
              .start();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(elsewhere.resolve("out"))).isZero();
    }
  }

  @Test
  void aSpoiledOrMissingCacheIsPassedOverInSilence() throws Exception {
    Path cache = home.resolve("aot/version.aot");
    Path kept = Files.move(cache, folder.resolve("kept.aot"));
    try {
      Ended without = run(Map.of(), launcher(), "version");
      assertThat(without.code()).isZero();
      assertThat(without.err()).isEmpty();
      Files.writeString(cache, "not a cache");
      Ended spoiled = run(Map.of(), launcher(), "version");
      assertThat(spoiled).isEqualTo(without);
    } finally {
      Files.deleteIfExists(cache);
      Files.move(kept, cache);
    }
  }

  @Test
  void aCacheOfAnotherJarIsPassedOverInSilence() throws Exception {
    Ended before = run(Map.of(), launcher(), "version");
    Path jar = home.resolve("lib/atoll.jar");
    FileTime made = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(made.toMillis() - 5_000));
    try {
      assertThat(run(Map.of(), launcher(), "version")).isEqualTo(before);
    } finally {
      Files.setLastModifiedTime(jar, made);
    }
  }

  /// A JDK of shell: its `java` tells what it was given and then waits for a signal.
  private Path listeningJdk() throws IOException {
    Path jdk = Files.createDirectories(elsewhere.resolve("jdk"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.9\"\n");
    Files.createDirectories(jdk.resolve("bin"));
    Path java = jdk.resolve("bin/java");
    Files.writeString(
        java,
        """
        #!/usr/bin/env bash
        trap 'echo terminated; exit 43' TERM
        printf '<%s>\\n' "$$" "$PWD" "$@"
        echo ready
        while :; do read -r -t 0.05 <> <(:) || true; done
        """);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return jdk;
  }

  @Test
  void theJvmTakesThePlaceOfTheLauncher() throws Exception {
    Process process =
        start(
            Map.of("JAVA_HOME", listeningJdk().toString()),
            launcher(),
            "version",
            "two words",
            "*");
    Path out = elsewhere.resolve("out");
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!Files.readString(out, StandardCharsets.UTF_8).contains("ready")) {
        assertThat(System.nanoTime() < deadline && process.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      process.destroy();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(43);
    assertThat(Files.readString(out).lines())
        .containsSubsequence(
            "<" + process.pid() + ">",
            "<" + elsewhere.toRealPath() + ">",
            "<@" + home.toRealPath() + "/conf/version.args>",
            "<-XX:AOTCache=" + home.toRealPath() + "/aot/version.aot>",
            "<version>",
            "<two words>",
            "<*>",
            "terminated");
  }

  @Test
  void withoutAJdk25ItSaysSoInOneSentence() throws Exception {
    Ended ended =
        run(Map.of("JAVA_HOME", "/nowhere", "JDK_FOLDERS", "/nowhere"), launcher(), "version");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines())
        .containsExactly(
            "Atoll needs a JDK 25 and found none (JAVA_HOME is '/nowhere', searched /nowhere):"
                + " install one or set JAVA_HOME to its folder.");
  }

  @Test
  void theArgumentsFileOfACommandHoldsItsFlagsOneALine() throws IOException {
    assertThat(Files.readAllLines(home.resolve("conf/version.args")))
        .contains("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC")
        .noneMatch(line -> line.contains(" "));
    assertThat(Launch.SERVER.arguments()).contains("-XX:+UseG1GC").doesNotContain("vector");
    assertThat(Launch.VECTOR_SERVER.arguments())
        .contains("-XX:+UseG1GC", "--add-modules=jdk.incubator.vector");
  }
}

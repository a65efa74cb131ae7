package atoll.mkv.index;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.count.Registry;
import atoll.kit.real.RealClock;
import atoll.mkv.key.Key;
import atoll.sim.SeededRandomness;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes an index is killed in the middle, again and again: what it had told of is
/// there each time.
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class KilledIndexTest {

  private static final int KILLS = 8;
  private static final long SEED = 4711;

  @TempDir Path folder;

  @Test
  void losesNothingThatWasAcknowledged() throws Exception {
    Path file = folder.resolve("index.db");
    SeededRandomness chance = new SeededRandomness(SEED);
    List<String> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged.addAll(runAndKill(file, kill, 20 + chance.nextInt(3_000)));
    }
    try (SqliteIndex index = open(file)) {
      assertThat(index.verify().problems()).isEmpty();
      for (String key : acknowledged) {
        assertThat(index.find(Key.of(key))).as(key + ", seed " + SEED).isPresent();
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(KILLS * 20);
  }

  /// Kills the process once it has told of `count` keys; gives all it told of.
  private static List<String> runAndKill(Path file, int round, int count) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                file.toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> told = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null) {
        told.add(line);
        if (told.size() == count) {
          process.destroyForcibly();
        }
        line = wholeLine(out);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(told).hasSizeGreaterThanOrEqualTo(count);
    return told;
  }

  /// The next line, or null: also where the pipe broke with the process.
  private static @Nullable String wholeLine(BufferedReader out) {
    try {
      String line = out.readLine();
      return line == null || !line.endsWith(".") ? null : line;
    } catch (IOException killed) {
      return null;
    }
  }

  private static SqliteIndex open(Path file) {
    return SqliteIndex.open(
        SqliteSettings.of(file),
        IndexLimits.USUAL,
        new RealClock(),
        IndexCounts.on(new Registry()));
  }

  /// The process that is killed: writes keys for ever and prints each one that is written.
  static final class Victim {

    private Victim() {}

    public static void main(String[] args) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      AtomicInteger running = new AtomicInteger();
      try (SqliteIndex index = open(Path.of(args[0]))) {
        for (int number = 0; true; number++) {
          String key = "/" + args[1] + "/" + number + ".";
          running.incrementAndGet();
          CompletableFuture<ChangeResult> result =
              index.change(Records.first(Records.live(key, 1)));
          CompletableFuture<Void> told =
              result.thenAccept(done -> {
                synchronized (out) {
                  out.println(key);
                }
                running.decrementAndGet();
              });
          if (running.get() > 64) {
            told.join();
          }
        }
      }
    }
  }
}

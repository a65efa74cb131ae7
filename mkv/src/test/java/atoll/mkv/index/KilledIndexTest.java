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
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Indexes are killed in the middle of their writes, a hundred of them: what they had told of is
/// there each time. A process writes several at once, each with its own file and writer, because to
/// start one costs more than all the rest. `-Datoll.kills=100` kills as many processes.
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class KilledIndexTest {

  private static final int PROCESSES = Integer.getInteger("atoll.kills", 8);
  private static final int INDEXES = 13;
  private static final long SEED = 4711;

  @TempDir Path folder;

  @Test
  void losesNothingThatWasAcknowledged() throws Exception {
    SeededRandomness chance = new SeededRandomness(SEED);
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < PROCESSES; round++) {
      List<String> told = runAndKill(folder, round, INDEXES * (20 + chance.nextInt(300)));
      for (int index = 0; index < INDEXES; index++) {
        String began = "/" + index + "/";
        assertThat(told).as("index " + index + " wrote").anyMatch(key -> key.startsWith(began));
      }
      acknowledged.addAll(told);
    }
    for (int number = 0; number < INDEXES; number++) {
      String own = "/" + number + "/";
      try (SqliteIndex index = open(folder, number)) {
        assertThat(index.verify().problems()).isEmpty();
        for (String key : acknowledged) {
          if (key.startsWith(own)) {
            assertThat(index.find(Key.of(key))).as(key + ", seed " + SEED).isPresent();
          }
        }
      }
    }
  }

  /// Kills the process once it has told of `count` keys; gives all it told of.
  private static List<String> runAndKill(Path folder, int round, int count) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString(),
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

  private static SqliteIndex open(Path folder, int number) {
    return SqliteIndex.open(
        SqliteSettings.of(folder.resolve("index" + number + ".db")),
        IndexLimits.USUAL,
        new RealClock(),
        IndexCounts.on(new Registry()));
  }

  /// The process that is killed: writes keys for ever and prints each one that is written.
  static final class Victim {

    private static final int UNDER_WAY = 64;

    private Victim() {}

    public static void main(String[] args) throws Exception {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      List<SqliteIndex> indexes = new ArrayList<>();
      for (int number = 0; number < INDEXES; number++) {
        indexes.add(open(Path.of(args[0]), number));
      }
      Semaphore room = new Semaphore(UNDER_WAY);
      for (int number = 0; true; number++) {
        int index = number % INDEXES;
        String key = "/" + index + "/" + args[1] + "/" + number + ".";
        room.acquire();
        CompletableFuture<ChangeResult> result =
            indexes.get(index).change(Records.first(Records.live(key, 1)));
        var _ =
            result.thenAccept(done -> {
              synchronized (out) {
                out.println(key);
              }
              room.release();
            });
      }
    }
  }
}

package atoll.mkv.store;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.server.AccessLog;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.mkv.gateway.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// minikeyvalue's own test and thrasher, unchanged, against a store of ours. They ask ports 3000 to
/// 3005 of this machine, and `python3` with `requests`, and `go`, must be there.
@Tag("parity")
@Tag("MINIKV_TOOLS")
class ModelToolsTest {

  private static final int PORT = 3000;
  private static final int HOSTS = 5;
  private static final int REPLICAS = 3;
  private static final long LONGEST_SECONDS = 900;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "true, python3, test.py",
    "false, python3, test.py",
    "true, go run, thrasher.go",
    "false, go run, thrasher.go"
  })
  void toolsOfTheModelAreContent(boolean nginx, String program, String tool) throws Exception {
    Path tools = Path.of(Objects.requireNonNull(System.getenv("MINIKV_TOOLS"), "MINIKV_TOOLS"));
    folder.toFile().setExecutable(true, false);
    Path printed = folder.resolve("printed");
    RealRunner runner = new RealRunner(Events.NONE);
    LocalStore.Settings settings =
        LocalStore.Settings.inARow(
            "127.0.0.1", PORT, HOSTS, REPLICAS, folder.toRealPath().resolve("data"), nginx);
    Files.createDirectories(settings.data());
    Gateway.Seams seams =
        new Gateway.Seams(
            new RealClock(), new RealRandomness(), runner, Events.NONE, AccessLog.NONE);
    try (LocalStore _ = LocalStore.start(settings, Map.of(), seams, new Registry())) {
      List<String> command =
          Stream.concat(
                  List.of(program.split(" ")).stream(),
                  List.of(tools.resolve(tool).toString()).stream())
              .toList();
      Process process =
          new ProcessBuilder(command)
              .directory(tools.toFile())
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
      boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as(Files.readString(printed)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
    } finally {
      runner.close();
    }
  }
}

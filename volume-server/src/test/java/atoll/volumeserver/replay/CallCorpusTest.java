package atoll.volumeserver.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plays calls that were recorded of SeaweedFS's volume server against ours.
final class CallCorpusTest {

  private static final Path CORPUS = Path.of("..", "corpus", "volume-grpc");

  static List<String> scenarios() throws IOException {
    return Recorded.scenarios(CORPUS);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void answersAsItWasRecorded(String file, @TempDir Path work) throws Exception {
    CallScenario scenario = CallScenarioReader.read(CORPUS.resolve(file));

    try (RunningServers servers = RunningServers.start(scenario.servers(), work)) {
      List<String> differences = CallReplay.play(scenario, servers);
      Files.write(
          Files.createDirectories(Path.of("target", "replay")).resolve("grpc-" + file),
          differences);
      assertThat(differences).isEmpty();
    }
  }
}

package atoll.volumeserver.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plays what was recorded of SeaweedFS's volume server against ours.
final class CorpusReplayTest {

  private static final Path CORPUS = Path.of("..", "corpus", "volume-http");
  private static final int EXCHANGES_AT_LEAST = 400;

  static List<String> scenarios() throws IOException {
    return Recorded.scenarios(CORPUS);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void answersAsItWasRecorded(String file, @TempDir Path work) throws IOException {
    Scenario scenario = ScenarioReader.read(CORPUS.resolve(file));

    try (RunningServers servers = RunningServers.start(scenario, work)) {
      List<String> differences = Replay.play(scenario, servers);
      Files.write(Files.createDirectories(Path.of("target", "replay")).resolve(file), differences);
      assertThat(differences).isEmpty();
    }
  }

  @Test
  void aGoodPartOfTheProtocolIsRecorded() throws IOException {
    int exchanges = 0;
    for (String file : scenarios()) {
      exchanges +=
          (int)
              ScenarioReader.read(CORPUS.resolve(file)).steps().stream()
                  .filter(Scenario.Exchange.class::isInstance)
                  .count();
    }
    assertThat(exchanges).isGreaterThanOrEqualTo(EXCHANGES_AT_LEAST);
  }
}

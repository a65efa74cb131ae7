package atoll.volumeserver.access;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volumeserver.replay.OneServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RulesReloadTest {

  private static final String NEEDLE = "/3,011a2b3c4d";

  @TempDir private Path work;

  @Test
  void newRulesHoldFromTheNextRequestOn() throws IOException, InterruptedException {
    try (OneServer server = OneServer.start(work)) {
      server.put(NEEDLE, "hello");
      assertThat(server.status(NEEDLE)).isEqualTo(200);

      server.setRules("jwt.signing.read.key = \"secret\"");
      assertThat(server.status(NEEDLE)).isEqualTo(401);

      server.setRules("");
      assertThat(server.status(NEEDLE)).isEqualTo(200);
    }
  }

  @Test
  void rulesThatCannotBeReadChangeNothing() throws IOException, InterruptedException {
    try (OneServer server = OneServer.start(work)) {
      server.put(NEEDLE, "hello");
      server.setRules("jwt.signing.read.key = \"secret\"");

      server.setRules("this is no TOML");
      assertThat(server.status(NEEDLE)).isEqualTo(401);

      server.setRules("guard.white_list = \"nobody\"");
      assertThat(server.status(NEEDLE)).isEqualTo(401);
    }
  }

  @Test
  void theStatusPageGoesWithAKeyForWriting() throws IOException, InterruptedException {
    try (OneServer server = OneServer.start(work)) {
      assertThat(server.status("/ui/index.html")).isEqualTo(200);

      server.setRules("jwt.signing.key = \"secret\"");
      assertThat(server.status("/ui/index.html")).isEqualTo(400);
      assertThat(server.status("/ui/status.json")).isEqualTo(400);
    }
  }
}

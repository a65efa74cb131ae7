package atoll.libmanta;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.sim.ShownExample;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void theReadmeShowsTheExampleThatRunsHere() throws IOException {
    ShownExample.assertInReadme(ReadmeExample.class);
  }

  @Test
  void theExampleMovesOneCopy() {
    String fromMoray = MantaObjectTest.REAL.replace("1.stor.x", "1.stor.example.com");
    assertThat(ReadmeExample.moved(fromMoray))
        .isEqualTo(
            fromMoray
                .replace("1.stor.example.com", "7.stor.example.com")
                .replace("\"dc1\"", "\"dc2\""));
  }
}

package atoll.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The public types of every room stand in `docs/doors.txt`, so that a new door is seen in review.
class DoorsTest {

  private static final Path LIST = House.TOP.resolve("docs/doors.txt");

  private static final String HEAD =
      "# The public types of every room. Written by ./check doors; a test compares it.\n";

  @TempDir private Path folder;

  @Test
  void theListOfDoorsIsTrue() throws IOException {
    String now = HEAD + String.join("\n", Surface.doors(House.classes())) + "\n";
    if (System.getProperty("atoll.doors", "").equals("write")) {
      Files.writeString(LIST, now);
    }
    assertThat(House.read(LIST))
        .as("docs/doors.txt is not what the rooms show: look at the change, then ./check doors")
        .isEqualTo(now);
  }

  @Test
  void onlyPublicTopLevelTypesOfTheProductAreDoors() {
    assertThat(
            Surface.doors(
                Fixture.compile(
                    folder,
                    "package atoll.volume; public class Door { public static class Inner {} }",
                    "package atoll.volume; class Wall {}",
                    "package atoll.sim; public class Tool {}")))
        .isEqualTo(List.of("volume atoll.volume.Door"));
  }
}

package atoll.fast;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.ProtocolError;
import atoll.kit.Bytes;
import atoll.sim.ShownExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What README.md and docs/formats/fast.md show is so.
final class PagesTest {

  private static final Path FORMAT = Path.of("..", "docs", "formats", "fast.md");
  private static final Pattern DUMPED = Pattern.compile("([0-9a-f]{8})  ((?:[0-9a-f]{2} ?)+) .*");

  @Test
  void theDumpShowsTheRecordedFrameToItsEnd() throws IOException {
    Bytes frame =
        Bytes.of(Files.readAllBytes(Path.of("..", "corpus", "fast", "v2-echo.request.bin")));
    int at = 0;
    for (String line : Files.readAllLines(FORMAT)) {
      Matcher dumped = DUMPED.matcher(line);
      if (dumped.matches()) {
        assertThat(Integer.parseInt(dumped.group(1), 16)).as(line).isEqualTo(at);
        Bytes shown = Bytes.hex(dumped.group(2).replace(" ", ""));
        assertThat(frame.slice(at, at + shown.size())).as(line).isEqualTo(shown);
        at += shown.size();
      }
    }
    assertThat(at).isEqualTo(frame.size());
  }

  @Test
  void theFormatPageNamesEveryReason() throws IOException {
    String page = Files.readString(FORMAT);
    for (Class<?> kind : ProtocolError.class.getPermittedSubclasses()) {
      assertThat(kind.isRecord()).isTrue();
    }
    assertThat(ProtocolError.class.getPermittedSubclasses()).hasSize(15);
    Pattern row = Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE);
    assertThat(row.matcher(page).results().map(found -> found.group(1)))
        .hasSize(14)
        .doesNotHaveDuplicates();
  }

  @Test
  void theReadmeShowsTheExampleThatRuns() throws IOException {
    ShownExample.assertInReadme(ReadmeExampleTest.class);
  }
}

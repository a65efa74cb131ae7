package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The dumps in docs/formats show the bytes of the corpus.
class FormatPagesTest {

  private static final Pattern SOURCE = Pattern.compile("`corpus/volume-formats/([^`]+)`");
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{8})  ((?:[0-9a-f]{2} ?)+)(?: .*)?");

  @ParameterizedTest
  @ValueSource(strings = {"superblock", "needle", "index", "volume-info", "file-id", "needle-map"})
  void everyDumpShowsTheBytesOfItsFile(String page) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "formats", page + ".md"));
    String source = "";
    int checked = 0;
    for (String line : lines) {
      Matcher named = SOURCE.matcher(line);
      Matcher dumped = LINE.matcher(line);
      if (named.find()) {
        source = named.group(1);
      } else if (dumped.matches()) {
        Bytes file = Bytes.of(Corpus.content(source));
        Bytes shown = Bytes.hex(dumped.group(2).replace(" ", ""));
        int at = Integer.parseInt(dumped.group(1), 16);
        assertThat(file.slice(at, at + shown.size())).as(page + ": " + line).isEqualTo(shown);
        checked++;
      }
    }
    assertThat(checked).isPositive();
  }
}

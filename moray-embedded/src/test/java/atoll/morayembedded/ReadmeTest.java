package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Limit;
import atoll.morayembedded.store.StoreSettings;
import atoll.morayembedded.storinfo.StorinfoSettings;
import atoll.sim.ShownExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

  @TempDir private Path folder;

  @Test
  void theReadmeShowsTheExampleThatRunsHere() throws IOException {
    ShownExample.assertInReadme(ReadmeExample.class);
    try (Machine machine = new Machine()) {
      assertThat(ReadmeExample.count(folder.resolve("moray.db"), machine.seams, machine.moray()))
          .isEqualTo(1);
    }
  }

  @Test
  void theReadmeNamesEveryLimit() throws IOException {
    String page = Files.readString(Path.of("README.md"));
    List<Limit> limits =
        Stream.of(StoreSettings.USUAL, StorinfoSettings.USUAL)
            .flatMap(each -> each.list().stream())
            .toList();
    assertThat(limits).allMatch(limit -> page.contains("`" + limit.name() + "`"));
  }
}

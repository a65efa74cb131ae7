package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Limit;
import atoll.kit.count.Registry;
import atoll.moray.MoraySeams;
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
      MoraySeams client =
          MoraySeams.counting(
              machine.clock,
              machine.seams.net(),
              machine.runner,
              machine.randomness,
              machine.events,
              new Registry());
      assertThat(ReadmeExample.count(folder.resolve("moray.db"), machine.seams, client))
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

package atoll.moray;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Limit;
import atoll.sim.ShownExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

  @Test
  void theReadmeShowsTheExampleThatRunsHere() throws IOException {
    ShownExample.assertInReadme(ReadmeExample.class);
  }

  @Test
  void theExampleMarksWhatItFindsAndTellsOfConflicts() {
    ScriptedMoray moray =
        new ScriptedMoray()
            .on("findObjects", Samples.OBJECT, Samples.OBJECT.replace("/o/stor/a", "/o/stor/b"))
            .on("putObject", "{\"etag\":\"AAAAAAAA\"}");
    List<String> told = new ArrayList<>();
    try (Stage stage = new Stage()) {
      var server = stage.serve(moray.procedures());
      ReadmeExample.mark(stage.seams, List.of(server.local()), "o", told::add);
      assertThat(told).containsExactly("/o/stor/a is now AAAAAAAA", "/o/stor/b is now AAAAAAAA");
      assertThat(moray.asked().getFirst().arguments().toString())
          .startsWith("[\"manta\",\"(&(owner=o)(dirname=/o/stor/logs*))\",");
      moray.fails("putObject", "EtagConflictError", "conflict", Samples.CONFLICT);
      ReadmeExample.mark(stage.seams, List.of(server.local()), "o", told::add);
      assertThat(told.getLast()).isEqualTo("/o/stor/b was written by somebody else");
    }
  }

  @Test
  void theReadmeNamesEveryLimitOfItsOwn() throws IOException {
    String page = Files.readString(Path.of("README.md"));
    List<String> own =
        MorayLimits.USUAL.list().stream()
            .map(Limit::name)
            .filter(name -> name.startsWith("moray."))
            .toList();
    assertThat(own).hasSize(4).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void theReadmeNamesEveryKindOfError() throws IOException {
    String page = Files.readString(Path.of("README.md"));
    for (MorayErrorKind kind : MorayErrorKind.values()) {
      assertThat(page).contains("`" + kind.name() + "`");
    }
  }
}

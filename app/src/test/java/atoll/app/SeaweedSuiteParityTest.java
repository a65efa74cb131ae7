package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// SeaweedFS's own suites of its volume server, against `atoll volume` under its master: each of
/// their tests is one here, by its name, but for those that wait for calls that our server does not
/// have yet, which are printed. `VS_SUITES_RUN` says which suites.
@Tag("parity")
@Tag("VS_SUITES")
class SeaweedSuiteParityTest {

  private static final String USUAL = "http";

  @TempDir private Path work;

  private static String orElse(String variable, String otherwise) {
    String value = System.getenv(variable);
    return value == null || value.isBlank() ? otherwise : value;
  }

  @TestFactory
  List<DynamicContainer> suites() throws IOException, InterruptedException {
    Path folder = Peers.variable("VS_SUITES", "the folder of SeaweedFS's built test suites");
    Path home = Path.of(orElse("VS_SUITES_HOME", folder.toString()));
    Peers peers = Peers.of(work);
    List<DynamicContainer> all = new ArrayList<>();
    for (String each : orElse("VS_SUITES_RUN", USUAL).split(",", -1)) {
      SeaweedSuite suite = SeaweedSuite.parse(each.strip());
      all.add(
          DynamicContainer.dynamicContainer(
              suite.toString(), tests(suite, suite.run(folder, home, peers, work.resolve("out")))));
    }
    return all;
  }

  private static Stream<DynamicTest> tests(SeaweedSuite suite, SeaweedSuite.Run run) {
    assertThat(run.results()).as(run.last()).isNotEmpty();
    run.results()
        .forEach(result ->
            result
                .waitsFor()
                .ifPresent(call ->
                    System.out.println(suite + " " + result.name() + " waits for " + call)));
    boolean allPassed = run.results().stream().noneMatch(each -> each.word().equals("FAIL"));
    return Stream.concat(
        run.results().stream()
            .filter(result -> result.waitsFor().isEmpty())
            .map(result ->
                DynamicTest.dynamicTest(
                    result.name(),
                    () ->
                        assertThat(result.word())
                            .as(result.output())
                            .isEqualTo(result.expected()))),
        Stream.of(
            DynamicTest.dynamicTest(
                "what the suite says of itself",
                () -> assertThat(run.saysPassed()).as(run.last()).isEqualTo(allPassed))));
  }
}

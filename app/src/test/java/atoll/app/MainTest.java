package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(List.of(args), new PrintWriter(out), new PrintWriter(err));
  }

  @Test
  void helpListsEveryCommandAndNothingElse() {
    assertThat(run("--help")).isZero();
    List<String> listed =
        out.toString()
            .lines()
            .filter(line -> line.startsWith("  "))
            .map(line -> line.strip().replaceAll(" {2,}", "  "))
            .toList();
    assertThat(listed)
        .isEqualTo(
            Commands.ALL.stream()
                .map(command -> command.name() + "  " + command.summary())
                .toList());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void versionPrintsVersionJdkAndSystem() {
    assertThat(run("version")).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("atoll \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"),
            line -> assertThat(line).startsWith("JDK 25"),
            line -> assertThat(line).contains(System.getProperty("os.arch")));
  }

  @Test
  void anUnknownCommandIsOneSentence() {
    assertThat(run("frobnicate")).isEqualTo(Fault.BAD_INPUT.exitCode());
    assertThat(err.toString().lines())
        .containsExactly("atoll: there is no command 'frobnicate'; see atoll --help.");
  }

  @Test
  void anUnknownOptionIsOneSentence() {
    assertThat(run("version", "--colour")).isEqualTo(Fault.BAD_INPUT.exitCode());
    assertThat(err.toString().lines())
        .containsExactly("atoll version: Unknown option: '--colour'; see atoll version --help.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void noCommandIsBadInputAndShowsTheList() {
    assertThat(run()).isEqualTo(Fault.BAD_INPUT.exitCode());
    assertThat(err.toString()).startsWith("atoll: a command is missing.").contains("version");
  }

  @Test
  void everyCommandExplainsItself() {
    for (Command command : Commands.ALL) {
      assertThat(run(command.name(), "--help")).isZero();
      assertThat(run("help", command.name())).isZero();
      assertThat(out.toString())
          .contains("Usage: atoll " + command.name())
          .contains(command.summary());
    }
  }
}

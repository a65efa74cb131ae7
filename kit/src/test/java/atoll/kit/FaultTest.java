package atoll.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void eachHasAnExitCodeOfItsOwn() {
    assertThat(Arrays.stream(Fault.values()).map(Fault::exitCode)).doesNotHaveDuplicates();
  }

  @Test
  void noExitCodeIsTakenByTheShell() {
    // 0 is success, 1 a Java exception nobody caught, 126 and above the shell's own.
    assertThat(Fault.values()).allSatisfy(fault -> assertThat(fault.exitCode()).isBetween(2, 125));
  }

  @Test
  void theTableInTheDocsSaysWhatTheCodeSays() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "errors.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(FaultTest::firstThreeColumns)
            .toList();
    List<String> faults =
        Arrays.stream(Fault.values())
            .map(fault -> fault + " | " + words(fault.remedy()) + " | " + fault.exitCode())
            .toList();
    assertThat(rows).isEqualTo(faults);
  }

  /// Name, what helps, and exit code; the meaning stands last.
  private static String firstThreeColumns(String row) {
    List<String> columns =
        Arrays.stream(row.split("\\|", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .toList();
    assertThat(columns).as(row).hasSize(5);
    return columns.get(0).replace("`", "") + " | " + columns.get(1) + " | " + columns.get(2);
  }

  private static String words(Fault.Remedy remedy) {
    return remedy.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page that says what shows each requirement.
class RequirementsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "requirements-volume.md");

  /// A class of tests, with or without a method, or a method of the class before.
  private static final Pattern NAME =
      Pattern.compile("`(?:([A-Z]\\w*Test)(?:\\.(\\w+))?|([a-z]+[A-Z]\\w*))`");

  private static Map<String, String> tests() throws IOException {
    try (Stream<Path> volume = Files.walk(Path.of("src", "test", "java"));
        Stream<Path> app = Files.walk(Path.of("..", "app", "src", "test", "java"))) {
      return Stream.concat(volume, app)
          .filter(path -> path.toString().endsWith("Test.java"))
          .collect(
              Collectors.toMap(
                  path -> path.getFileName().toString().replace(".java", ""),
                  RequirementsPageTest::content));
    }
  }

  private static String content(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void namesTestsThatThereAre() throws IOException {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (String line : Files.readAllLines(PAGE)) {
      String[] cells = line.split("\\|", -1);
      if (cells.length < 3) {
        continue;
      }
      String content = "";
      for (MatchResult name : NAME.matcher(cells[2]).results().toList()) {
        if (name.group(1) != null) {
          content = tests.getOrDefault(name.group(1), "");
        }
        String method = name.group(2) != null ? name.group(2) : name.group(3);
        if (content.isEmpty() || (method != null && !content.contains("void " + method + "("))) {
          missing.add(name.group());
        } else {
          found++;
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(80);
  }
}

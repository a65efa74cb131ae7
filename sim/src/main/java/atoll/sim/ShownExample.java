package atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An example that a room's README shows and its tests compile and run: what stands in the source
/// of a test class between the lines `// begin of the example` and `// end of the example`.
public final class ShownExample {

  private static final String BEGIN = "// begin of the example";
  private static final String END = "// end of the example";

  private ShownExample() {}

  /// Asserts that the README of the room under test shows the example of a test class, word for
  /// word, as a block of Java.
  public static void assertInReadme(Class<?> source) throws IOException {
    Path file =
        Path.of("src", "test", "java").resolve(source.getName().replace('.', '/') + ".java");
    assertShown(file, Path.of("README.md"));
  }

  static void assertShown(Path source, Path page) throws IOException {
    List<String> lines = Files.readAllLines(source).stream().map(String::stripTrailing).toList();
    List<String> words = lines.stream().map(String::strip).toList();
    int begin = words.indexOf(BEGIN);
    int end = words.indexOf(END);
    assertThat(begin).as("where the example begins in " + source).isNotNegative();
    assertThat(end).as("where the example ends in " + source).isGreaterThan(begin + 1);
    String example = String.join("\n", lines.subList(begin + 1, end)).stripIndent();
    assertThat(Files.readString(page)).contains("```java\n" + example + "\n```\n");
  }
}

package atoll.sim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownExampleTest {

  private static final String SOURCE =
      """
      class Shown {
        // begin of the example
        int one() {
          return 1;
        }
        // end of the example
      }
      """;

  @TempDir private Path folder;

  @Test
  void whatThePageShowsWordForWordIsShown() throws IOException {
    play(SOURCE, "Look:\n\n```java\nint one() {\n  return 1;\n}\n```\n");
  }

  @Test
  void whatThePageShowsOtherwiseIsNot() {
    assertThatThrownBy(() -> play(SOURCE, "```java\nint one() {\n  return 2;\n}\n```\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("return 1;");
  }

  @Test
  void aSourceWithoutAnExampleIsRefused() {
    assertThatThrownBy(() -> play("class Empty {}\n", "```java\n```\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("where the example begins");
    assertThatThrownBy(
            () -> play(SOURCE.replace("        return 1;\n", "").replace("end of", "x"), ""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("where the example ends");
  }

  private void play(String source, String page) throws IOException {
    ShownExample.assertShown(
        Files.writeString(folder.resolve("Shown.java"), source),
        Files.writeString(folder.resolve("README.md"), page));
  }
}

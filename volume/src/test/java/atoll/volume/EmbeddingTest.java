package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program in docs/embedding.md.
class EmbeddingTest {

  private static final Path PAGE = Path.of("..", "docs", "embedding.md");
  private static final Path PROGRAM =
      Path.of("src", "test", "java", "atoll", "volume", "EmbeddedVolume.java");

  @TempDir private Path directory;

  private String run() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EmbeddedVolume.run(directory, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void doesWhatThePageSays() throws Exception {
    String first = run();
    String second = run();

    assertThat(first)
        .isEqualTo(
            """
            written at 8, ETag e730d5bb
            read: hello, needle
            deleted: Deleted[size=28]
            now: Deleted[]
            closed
            """);
    assertThat(Files.readString(PAGE)).contains("```\n" + first + "```");
    assertThat(second).startsWith("written at 104").contains("read: hello, needle");
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("7.dat", "7.idx", "7.vif");
    }
  }

  @Test
  void thePageShowsTheProgramThatRuns() throws Exception {
    assertThat(Files.readString(PAGE)).contains("```java\n" + Files.readString(PROGRAM) + "```\n");
  }
}

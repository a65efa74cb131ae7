package atoll.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsTest {

  private static final Pattern LAUNCHED = Pattern.compile("/atoll\" ([a-z-]+) \"\\$@\"");

  @TempDir private Path folder;

  @Test
  void linksOfThePagesLeadSomewhere() {
    assertThat(House.files(House.TOP, ".md")).isNotEmpty();
    assertThat(House.files(House.TOP, ".md")).flatMap(Docs::deadLinks).isEmpty();
  }

  @Test
  void commandsOfThePagesExist() throws Exception {
    Set<String> check = checkWords();
    Set<String> atoll = atollWords();
    assertThat(House.files(House.TOP, ".md"))
        .flatMap(page -> Docs.deadCommands(page, check, atoll))
        .isEmpty();
  }

  @Test
  void everyLauncherIsACommand() throws Exception {
    Set<String> atoll = atollWords();
    for (Path launcher : House.files(House.TOP.resolve("bin"))) {
      Matcher run = LAUNCHED.matcher(Files.readString(launcher));
      assertThat(run.find()).as("%s runs a command of ./atoll", launcher).isTrue();
      assertThat(atoll).contains(run.group(1));
      assertThat(launcher.getFileName().toString()).endsWith(run.group(1));
    }
  }

  @Test
  void deadLinksAndAnchorsAreFound() {
    Fixture.write(folder, "there.md", "# A heading, with `code`\n");
    Path page =
        Fixture.write(
            folder,
            "page.md",
            """
            [good](there.md) [good](there.md#a-heading-with-code) [outside](https://example.org/x)
            [bad](gone.md) and [bad](there.md#gone), but `[code](gone.md)`
            ```
            [code](gone.md)
            ```
            """);
    assertThat(Docs.deadLinks(page)).containsExactly(page + ": gone.md", page + ": there.md#gone");
  }

  @Test
  void aCommandThatDoesNotExistIsFound() {
    Path page =
        Fixture.write(
            folder,
            "page.md",
            "Use `./check kit`, `./check ROOM`, not `./atoll dance`, `./check x`");
    assertThat(Docs.deadCommands(page, Set.of("kit"), Set.of("version")))
        .containsExactly(page + ": ./atoll dance", page + ": ./check x");
  }

  /// The words that `./check --help` and the root pom know.
  private static Set<String> checkWords() throws IOException, InterruptedException {
    Set<String> words = new HashSet<>(House.rooms());
    Pattern.compile("\\./check +([a-z]+)")
        .matcher(Program.run(Map.of(), House.TOP.resolve("check").toString(), "--help").out())
        .results()
        .forEach(word -> words.add(word.group(1)));
    assertThat(words).contains("format", "sim", "bench");
    return words;
  }

  /// The commands that `atoll --help` lists.
  private static Set<String> atollWords() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    String list = Program.run(Map.of(), java, "-cp", classPath, "atoll.app.Main", "--help").out();
    Set<String> words =
        Pattern.compile("^  ([a-z0-9-]+)  ", Pattern.MULTILINE)
            .matcher(list)
            .results()
            .map((MatchResult word) -> word.group(1))
            .collect(Collectors.toSet());
    assertThat(words).contains("version");
    words.add("help");
    return words;
  }
}

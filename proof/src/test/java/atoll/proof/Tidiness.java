package atoll.proof;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules on single files and names. Each answers the lines that break it.
final class Tidiness {

  static final int MOST_BYTES = 100 * 1024;

  /// Written apart, so that this file does not break its own rules.
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b(?!.*#\\d)");

  private static final Pattern PRIVATE =
      Pattern.compile(
          "(?<![\\w.*$}/-])/(work|root|home)/\\w|\\.\\./sha"
              + "red\\b|repo1?\\.maven\\.|registry\\.npm");

  private static final Pattern SWITCHED_OFF =
      Pattern.compile("@Dis" + "abled|\\bassume(True|False|That|ThatCode)?\\(|Assum" + "ptions\\.");

  private static final Pattern SLEEPING = Pattern.compile("\\bThread\\.sl" + "eep\\(");

  private static final Pattern TEST =
      Pattern.compile(
          "^\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\\b",
          Pattern.MULTILINE);

  private static final Pattern TEXT =
      Pattern.compile(".*\\.(java|md|sh|xml|txt|properties|yml)|.*/[a-z]+");

  private Tidiness() {}

  static List<String> unfinished(Path file) {
    return matching(file, UNFINISHED);
  }

  static List<String> privatePaths(Path file) {
    return matching(file, PRIVATE);
  }

  /// Tests that can be off, or that wait for time to pass instead of for a condition.
  static List<String> switchedOff(Path file) {
    List<String> found = new ArrayList<>(matching(file, SWITCHED_OFF));
    found.addAll(matching(file, SLEEPING));
    return found;
  }

  static boolean isText(Path file) {
    return TEXT.matcher(file.toString()).matches();
  }

  private static List<String> matching(Path file, Pattern pattern) {
    return House.read(file)
        .lines()
        .filter(line -> pattern.matcher(line).find())
        .map(line -> House.shown(file) + ": " + line.strip())
        .toList();
  }

  static List<String> tooLarge(List<Path> files) {
    return files.stream()
        .filter(file -> size(file) > MOST_BYTES)
        .map(file -> House.shown(file) + ": " + size(file) + " bytes")
        .toList();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// A file with tests whose name does not end in Test: Surefire would pass over it in silence.
  static List<String> misnamedTests(List<Path> javaFiles) {
    return javaFiles.stream()
        .filter(file -> !file.toString().endsWith("Test.java"))
        .filter(file -> TEST.matcher(House.read(file)).find())
        .filter(file -> !isContract(House.read(file)))
        .map(House::shown)
        .toList();
  }

  /// A suite that others inherit is no test class itself.
  private static boolean isContract(String source) {
    return Pattern.compile(
            "^(public )?(abstract class|interface|sealed interface) ", Pattern.MULTILINE)
        .matcher(source)
        .find();
  }

  /// Room to its banned words.
  static Map<String, Set<String>> bannedWords() {
    Map<String, Set<String>> words = new LinkedHashMap<>();
    for (String line : House.data("banned-words.txt")) {
      String[] parts = line.split(":", 2);
      words.put(parts[0], Set.of(parts[1].strip().split(" +", -1)));
    }
    return words;
  }

  static List<String> bannedNames(JavaClasses classes, Map<String, Set<String>> banned) {
    List<String> broken = new ArrayList<>();
    for (JavaClass type : classes) {
      Set<String> words = banned.getOrDefault(House.roomOf(type.getName()), Set.of());
      if (hasWord(type.getSimpleName(), words)) {
        broken.add(type.getName());
      }
      for (JavaMethod method : type.getMethods()) {
        if (!method.getModifiers().contains(JavaModifier.SYNTHETIC)
            && hasWord(method.getName(), words)) {
          broken.add(type.getName() + "." + method.getName());
        }
      }
    }
    return broken;
  }

  private static boolean hasWord(String name, Set<String> words) {
    for (String word : name.split("(?<=[a-z0-9])(?=[A-Z])|_", -1)) {
      if (words.contains(word.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}

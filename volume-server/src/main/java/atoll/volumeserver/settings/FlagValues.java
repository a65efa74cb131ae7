package atoll.volumeserver.settings;

import atoll.kit.AtollException;
import atoll.kit.unit.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What all flags are, wherever that was said: on the command line, in the environment, in the file
/// of options, or nowhere. A value that is none of its kind is a problem, and the flag's fallback
/// stands in for it. Confined to the reading of settings.
final class FlagValues {

  private static final List<String> TRUE = List.of("1", "t", "T", "TRUE", "true", "True");
  private static final List<String> FALSE = List.of("0", "f", "F", "FALSE", "false", "False");

  private final Map<String, String> words;
  private final Map<String, String> environment;
  private final Map<String, String> file;
  private final Problems problems;
  private final Set<String> asked = new HashSet<>();

  FlagValues(
      Map<String, String> words,
      Map<String, String> environment,
      Map<String, String> file,
      Problems problems) {
    this.words = words;
    this.environment = environment;
    this.file = file;
    this.problems = problems;
  }

  Problems problems() {
    return problems;
  }

  String text(String name) {
    asked.add(name);
    Flag flag = FlagTable.named(name).orElseThrow();
    if (words.containsKey(name)) {
      return words.get(name);
    }
    String variable = environment.get(flag.variable());
    if (variable != null) {
      return variable;
    }
    return file.getOrDefault(name, flag.fallback());
  }

  /// Whether the value was wanted by anybody.
  boolean wasAsked(String name) {
    return asked.contains(name);
  }

  /// The parts between commas, without blanks around them; at least one.
  List<String> list(String name) {
    return Arrays.stream(text(name).split(",", -1)).map(String::strip).toList();
  }

  boolean isOn(String name) {
    String text = text(name).strip();
    if (!TRUE.contains(text) && !FALSE.contains(text)) {
      problems.add(bad(name, text, "true or false"));
    }
    return TRUE.contains(text);
  }

  int number(String name, int least, int most) {
    String text = text(name).strip();
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Told below, as a number that is too large or too small.
    }
    String wanted =
        most == Integer.MAX_VALUE
            ? "a whole number, " + least + " or more"
            : "a whole number from " + least + " to " + most;
    problems.add(bad(name, text, wanted));
    return Integer.parseInt(FlagTable.named(name).orElseThrow().fallback());
  }

  /// A count of MiB as bytes; negative ones mean none, as 0 does.
  long mebibytes(String name) {
    return (long) Math.max(0, number(name, -1, Integer.MAX_VALUE)) << 20;
  }

  Duration duration(String name) {
    String text = text(name).strip();
    try {
      Duration parsed = Durations.parse(text);
      if (!parsed.isNegative()) {
        return parsed;
      }
      problems.add(bad(name, text, "a duration that is not negative"));
    } catch (AtollException e) {
      problems.add("-" + name + ": " + e.getMessage());
    }
    return Durations.parse(FlagTable.named(name).orElseThrow().fallback());
  }

  static String bad(String name, String value, String wanted) {
    return "-%s: \"%s\" will not do; wanted is %s".formatted(name, value, wanted);
  }
}

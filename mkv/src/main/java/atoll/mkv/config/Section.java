package atoll.mkv.config;

import atoll.kit.AtollException;
import atoll.kit.net.Endpoint;
import atoll.kit.unit.DataSize;
import atoll.kit.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// One table of the file, read key by key: a value that is wrong becomes a problem and its default
/// takes its place, so that reading goes on. Variables of the environment win. Confined to the
/// reader.
final class Section {

  private final String name;
  private final @Nullable TomlTable table;
  private final Map<String, String> environment;
  private final String file;
  private final List<ConfigProblem> problems;
  private final Set<String> asked = new HashSet<>();

  Section(
      String name,
      @Nullable TomlTable table,
      Map<String, String> environment,
      String file,
      List<ConfigProblem> problems) {
    this.name = name;
    this.table = table;
    this.environment = environment;
    this.file = file;
    this.problems = problems;
  }

  private String variable(String key) {
    return ("MKV_" + name + "_" + key).toUpperCase(Locale.ROOT);
  }

  /// The value of a key: the variable's text, or what the file has; null without either.
  private @Nullable Object raw(String key) {
    asked.add(key);
    String override = environment.get(variable(key));
    if (override != null) {
      return override;
    }
    return table == null ? null : table.get(List.of(key));
  }

  private int line(String key) {
    TomlPosition at = table == null ? null : table.inputPositionOf(List.of(key));
    return at == null || environment.containsKey(variable(key)) ? 0 : at.line();
  }

  void problem(String key, String message) {
    String source = environment.containsKey(variable(key)) ? variable(key) : file;
    problems.add(new ConfigProblem(source, line(key), name + "." + key, message));
  }

  private <T> T read(String key, T otherwise, Function<String, T> parse) {
    Object value = raw(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof TomlTable || value instanceof TomlArray) {
      problem(key, "one value is wanted here");
      return otherwise;
    }
    try {
      return parse.apply(value.toString());
    } catch (AtollException | IllegalArgumentException wrong) {
      problem(key, String.valueOf(wrong.getMessage()));
      return otherwise;
    }
  }

  String text(String key, String otherwise) {
    return read(key, otherwise, value -> value);
  }

  boolean flag(String key, boolean otherwise) {
    return read(
        key,
        otherwise,
        value -> {
          if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("\"" + value + "\" is neither true nor false");
          }
          return value.equals("true");
        });
  }

  int count(String key, int otherwise, int least, int most) {
    return read(
        key,
        otherwise,
        value -> {
          long number = number(value);
          if (number < least || number > most) {
            throw new IllegalArgumentException(
                value + " is out of range: " + least + " to " + most);
          }
          return (int) number;
        });
  }

  private static long number(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("\"" + value + "\" is not a whole number", wrong);
    }
  }

  double amount(String key, double otherwise, double least, double most) {
    return read(
        key,
        otherwise,
        value -> {
          double number;
          try {
            number = Double.parseDouble(value);
          } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("\"" + value + "\" is not a number", wrong);
          }
          if (!(number >= least && number <= most)) {
            throw new IllegalArgumentException(
                value + " is out of range: " + least + " to " + most);
          }
          return number;
        });
  }

  /// A duration of at least `least`.
  Duration time(String key, Duration otherwise, Duration least) {
    return read(
        key,
        otherwise,
        value -> {
          Duration time = Durations.parse(value);
          if (time.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                value + " is too short: at least " + Durations.print(least));
          }
          return time;
        });
  }

  DataSize size(String key, DataSize otherwise) {
    return read(key, otherwise, DataSize::parse);
  }

  <E extends Enum<E>> E choice(String key, E otherwise, Class<E> type) {
    return read(
        key,
        otherwise,
        value -> {
          List<String> known = new ArrayList<>();
          for (E each : type.getEnumConstants()) {
            String word = each.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (word.equals(value)) {
              return each;
            }
            known.add(word);
          }
          throw new IllegalArgumentException(
              "\"" + value + "\" is none of " + String.join(", ", known));
        });
  }

  /// `HOST:PORT`, `[IPV6]:PORT` or `:PORT` for all addresses.
  Endpoint endpoint(String key, Endpoint otherwise) {
    return read(key, otherwise, Section::endpoint);
  }

  static Endpoint endpoint(String value) {
    int colon = value.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("\"" + value + "\" is no HOST:PORT");
    }
    String host = colon == 0 ? "0.0.0.0" : value.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
    long port = number(value.substring(colon + 1));
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(port + " is no port: 0 to 65535");
    }
    return new Endpoint(bracketed ? host.substring(1, host.length() - 1) : host, (int) port);
  }

  /// Everything that nobody asked for is a problem.
  void close() {
    TomlTable given = table;
    if (given != null) {
      for (String key : given.keySet()) {
        if (!asked.contains(key)) {
          problem(key, "nobody knows this key; known are " + known());
        }
      }
    }
    String prefix = ("MKV_" + name + "_").toUpperCase(Locale.ROOT);
    for (String each : environment.keySet()) {
      if (each.startsWith(prefix) && asked.stream().noneMatch(key -> variable(key).equals(each))) {
        problems.add(
            new ConfigProblem(each, 0, "", "nobody knows this variable; known are " + known()));
      }
    }
  }

  private String known() {
    return String.join(", ", asked.stream().sorted().toList());
  }
}

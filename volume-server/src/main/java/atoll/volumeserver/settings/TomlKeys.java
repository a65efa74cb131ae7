package atoll.volumeserver.settings;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// The values of a TOML file by their dotted names, in small letters: SeaweedFS does not
/// distinguish small and capital letters in names. Immutable.
final class TomlKeys {

  private final String file;
  private final Map<String, String> values;
  private final Map<String, String> environment;

  private TomlKeys(String file, Map<String, String> values, Map<String, String> environment) {
    this.file = file;
    this.values = values;
    this.environment = environment;
  }

  /// @throws AtollException `BAD_INPUT` for a file that is not there or is no TOML
  static TomlKeys read(Optional<Path> file, Map<String, String> environment) {
    if (file.isEmpty()) {
      return new TomlKeys("security.toml", Map.of(), environment);
    }
    String text;
    try {
      text = Files.readString(file.get(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AtollException(
          Fault.BAD_INPUT, file.get() + " cannot be read (" + e + "): it holds keys and rules", e);
    }
    TomlParseResult parsed = Toml.parse(text);
    if (parsed.hasErrors()) {
      TomlParseError error = parsed.errors().getFirst();
      throw new AtollException(
          Fault.BAD_INPUT,
          "%s, line %d, column %d: %s"
              .formatted(
                  file.get(),
                  error.position().line(),
                  error.position().column(),
                  error.getMessage()));
    }
    Map<String, String> values = new HashMap<>();
    flatten("", parsed, values);
    return new TomlKeys(file.get().toString(), values, environment);
  }

  private static void flatten(String prefix, TomlTable table, Map<String, String> into) {
    for (String key : table.keySet()) {
      String name = prefix + key.toLowerCase(Locale.ROOT);
      @Nullable Object value = table.get(List.of(key));
      if (value instanceof TomlTable inner) {
        flatten(name + ".", inner, into);
      } else if (value instanceof TomlArray array) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
          texts.add(String.valueOf(array.get(i)));
        }
        into.put(name, String.join(",", texts));
      } else if (value != null) {
        into.put(name, value.toString());
      }
    }
  }

  /// The value; empty if nobody says one.
  String text(String key) {
    String variable =
        environment.get("WEED_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
    return variable != null ? variable : values.getOrDefault(key, "");
  }

  /// How a message names a key.
  String name(String key) {
    return file + ": " + key;
  }
}

package atoll.volumeserver.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A file of flags: one a line, `name=value`, `name value` or `name:value`, hyphens in front or
/// not; a name alone switches it on. Empty lines and those that begin with `#` are skipped.
final class OptionsFile {

  private static final String SEPARATORS = "= :\t";

  private OptionsFile() {}

  /// @param notes takes a sentence for each name that is no flag, which is passed over
  static Map<String, String> read(Path file, Problems problems, List<String> notes) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      problems.add("-options: " + file + " cannot be read (" + e + ")");
      return Map.of();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String bare = line.replaceFirst("^-{1,2}", "");
      int end = 0;
      while (end < bare.length() && SEPARATORS.indexOf(bare.charAt(end)) < 0) {
        end++;
      }
      String name = bare.substring(0, end);
      String value = end == bare.length() ? "" : bare.substring(end + 1).strip();
      String place = file + ", line " + (i + 1);
      if (FlagTable.named(name).isEmpty()) {
        notes.add(place + ": -" + name + " is no flag and is passed over");
      } else if (end == bare.length() && !isSwitch(name)) {
        problems.add(place + ": -" + name + " has no value");
      } else {
        values.put(name, end == bare.length() ? "true" : value);
      }
    }
    return values;
  }

  private static boolean isSwitch(String name) {
    return FlagTable.named(name).orElseThrow().kind() == Flag.Kind.SWITCH;
  }
}

package atoll.app.mkv;

import atoll.fast.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/// `--json`, as every command has it that prints: one object on a line, in place of a text.
final class Output {

  @Option(names = "--json", description = "Prints JSON, for programs.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  /// Prints what was found, in the form that was asked for.
  void print(PrintWriter out, Facts facts, Runnable text) {
    if (json) {
      out.println(facts.toJson());
    } else {
      text.run();
    }
    out.flush();
  }

  /// The members of an object, in their order. Confined to its command.
  static final class Facts {

    private final Map<String, Json> members = new LinkedHashMap<>();

    Facts with(String name, Json value) {
      members.put(name, value);
      return this;
    }

    Facts with(String name, String value) {
      return with(name, Json.text(value));
    }

    Facts with(String name, long value) {
      return with(name, Json.number(value));
    }

    /// A finite number, with six digits behind the point.
    Facts with(String name, double value) {
      return with(name, Json.parse(String.format(Locale.ROOT, "%.6f", value)));
    }

    Facts with(String name, boolean value) {
      return with(name, Json.bool(value));
    }

    Facts with(String name, List<?> values) {
      return with(
          name, Json.array(values.stream().map(each -> Json.text(each.toString())).toList()));
    }

    Json toJson() {
      return Json.object(members);
    }
  }
}

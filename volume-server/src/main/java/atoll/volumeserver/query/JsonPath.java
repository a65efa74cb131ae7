package atoll.volumeserver.query;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a value is found in another:
///
/// | path | finds |
/// |---|---|
/// | `name.last` | a member of a member; the first of that name |
/// | `friends.1` | an element, counted from 0 |
/// | `friends.#` | how many elements there are |
/// | `friends.#.age` | that of all elements that have it, as an array |
/// | `na*.l?st` | the first member whose name fits |
/// | `fav\.movie` | a member with a dot in its name |
///
/// The library of the Go server knows more: queries within arrays, modifiers, several paths in one.
/// These are refused. Immutable.
final class JsonPath {

  private static final String REFUSED = "|@{[!";

  /// One step.
  ///
  /// @param name with its escapes, if it is a pattern
  private record Part(String name, boolean isPattern) {

    boolean fits(String key) {
      return isPattern ? Wildcard.matches(key, name) : key.equals(name);
    }
  }

  private final List<Part> parts;

  private JsonPath(List<Part> parts) {
    this.parts = parts;
  }

  /// @throws AtollException `UNSUPPORTED` if it is of a kind that is not known here
  static JsonPath parse(String path) {
    List<Part> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    StringBuilder escaped = new StringBuilder();
    boolean isPattern = false;
    for (int at = 0; at < path.length(); at++) {
      char next = path.charAt(at);
      boolean begins = escaped.isEmpty();
      if (next == '\\' && at + 1 < path.length()) {
        at++;
        plain.append(path.charAt(at));
        escaped.append(next).append(path.charAt(at));
      } else if (next == '.') {
        parts.add(new Part((isPattern ? escaped : plain).toString(), isPattern));
        plain.setLength(0);
        escaped.setLength(0);
        isPattern = false;
      } else if ((begins && REFUSED.indexOf(next) >= 0)
          || next == '|'
          || (next == '(' && plain.toString().equals("#"))) {
        throw new AtollException(
            Fault.UNSUPPORTED,
            "the path \"%s\" is of a kind that is not known here; name members, elements and #"
                .formatted(path));
      } else {
        isPattern |= next == '*' || next == '?';
        plain.append(next);
        escaped.append(next);
      }
    }
    parts.add(new Part((isPattern ? escaped : plain).toString(), isPattern));
    return new JsonPath(parts);
  }

  /// What the path leads to.
  Optional<JsonValue> find(JsonValue within) {
    return find(within, 0);
  }

  private Optional<JsonValue> find(JsonValue within, int step) {
    if (step == parts.size()) {
      return Optional.of(within);
    }
    return switch (within.kind()) {
      case OBJECT -> member(within, parts.get(step)).flatMap(value -> find(value, step + 1));
      case ARRAY ->
          parts.get(step).name().equals("#")
              ? elements(within, step)
              : element(within, parts.get(step)).flatMap(value -> find(value, step + 1));
      case STRING, NUMBER, TRUE, FALSE, NULL -> Optional.empty();
    };
  }

  private static Optional<JsonValue> member(JsonValue object, Part part) {
    JsonScanner scanner = object.inside();
    while (true) {
      Optional<JsonValue> key = scanner.next();
      if (key.isEmpty()) {
        return Optional.empty();
      }
      Optional<JsonValue> value = scanner.next();
      if (key.get().kind() == JsonValue.Kind.STRING && part.fits(key.get().string())) {
        return value;
      }
    }
  }

  private static Optional<JsonValue> element(JsonValue array, Part part) {
    if (!part.name().matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    JsonScanner scanner = array.inside();
    Optional<JsonValue> element = scanner.next();
    for (int i = Integer.parseInt(part.name()); i > 0 && element.isPresent(); i--) {
      element = scanner.next();
    }
    return element;
  }

  private Optional<JsonValue> elements(JsonValue array, int step) {
    JsonScanner scanner = array.inside();
    List<String> found = new ArrayList<>();
    int count = 0;
    Optional<JsonValue> element = scanner.next();
    while (element.isPresent()) {
      count++;
      if (step + 1 < parts.size()) {
        find(element.get(), step + 1).ifPresent(value -> found.add(value.raw()));
      }
      element = scanner.next();
    }
    return Optional.of(
        made(step + 1 < parts.size() ? "[" + String.join(",", found) + "]" : "" + count));
  }

  private static JsonValue made(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new JsonValue(bytes, 0, bytes.length);
  }
}

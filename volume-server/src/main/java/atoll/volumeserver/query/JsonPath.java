package atoll.volumeserver.query;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import org.jspecify.annotations.Nullable;

/// Where a value is found in another, or how it is made of it, in the path language of the Go
/// server:
///
/// | path | finds |
/// |---|---|
/// | `name.last` | a member of a member; the first of that name |
/// | `peaks.1` | an element, counted from 0 |
/// | `peaks.#` | how many elements there are |
/// | `peaks.#.height` | that of all elements that have it, as an array |
/// | `peaks.#(height>700)`, `peaks.#(height>700)#` | the first for which it holds, all of them |
/// | `na*.l?st` | the first member whose name fits |
/// | `at\.sea` | a member with a dot in its name |
/// | `peaks.#.height\|0` | behind a pipe: of the array that was made, not of each element |
/// | `peaks.@reverse`, `@pretty:{"indent":""}` | what a modifier makes of it |
/// | `{name,"metres":height}`, `[name,height]` | several at once |
/// | `!"text"` | itself |
/// | `..#.name` | lines of JSON as if they were in an array |
///
/// No text is wrong: what is not understood finds nothing. Read when it is used for the first time.
/// Confined to one query.
final class JsonPath {

  private static final int LENGTH_MAX = 16 << 10;

  private final String text;
  private @Nullable PathForm form;

  /// @param text one character for each byte
  JsonPath(String text) {
    this.text = text;
  }

  /// A path that somebody asks for.
  ///
  /// @throws AtollException `TOO_LARGE`
  static JsonPath parse(String path) {
    String text = JsonText.bytewise(path);
    if (text.length() > LENGTH_MAX) {
      throw new AtollException(
          Fault.TOO_LARGE,
          "a path of a query has %d bytes, and %d are allowed"
              .formatted(text.length(), LENGTH_MAX));
    }
    return new JsonPath(text);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  String text() {
    return text;
  }

  /// What the path leads to.
  ///
  /// @throws AtollException `TOO_LARGE` if that takes too much
  JsonValue find(Span within, Effort effort) {
    if (form == null) {
      effort.spend(text.length());
      form = PathReader.read(text);
    }
    effort.enter();
    JsonValue found = form.find(within, effort);
    effort.leave();
    return found;
  }
}

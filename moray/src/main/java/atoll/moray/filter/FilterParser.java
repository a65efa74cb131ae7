package atoll.moray.filter;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a filter from left to right. Confined to one reading.
///
/// ```
/// filter    = "(" ( "&" filter+ | "|" filter+ | "!" ( filter | leaf ) | leaf ) ")"
/// leaf      = attribute ( "=*" | "=" parts | ">=" value | "<=" value | ":" rule ":=" value )
/// parts     = value ( "*" value )*
/// value     = any text; "(", ")", "\", "*" and "=" may stand behind a "\", and the first four must;
///             a "\" with two hexadecimal digits is a byte of UTF-8
/// ```
final class FilterParser {

  private final String text;
  private int at;
  private int depth;

  FilterParser(String text) {
    String stripped = text.strip();
    this.text = stripped.startsWith("(") ? stripped : "(" + stripped + ")";
  }

  Filter parse() {
    Filter filter = filter();
    skipSpace();
    if (at < text.length()) {
      throw bad("ends before its text does: parentheses that do not match");
    }
    return filter;
  }

  private Filter filter() {
    take('(');
    if (++depth > Filter.MAX_DEPTH) {
      throw bad("stands more than " + Filter.MAX_DEPTH + " deep");
    }
    skipSpace();
    Filter filter =
        switch (peek()) {
          case '&' -> new Filter.And(list());
          case '|' -> new Filter.Or(list());
          case '!' -> new Filter.Not(negated());
          default -> leaf();
        };
    take(')');
    depth--;
    return filter;
  }

  private List<Filter> list() {
    at++;
    List<Filter> filters = new ArrayList<>();
    skipSpace();
    while (peek() == '(') {
      filters.add(filter());
      skipSpace();
    }
    if (filters.isEmpty()) {
      throw bad("has nothing in & or |");
    }
    return filters;
  }

  private Filter negated() {
    at++;
    skipSpace();
    Filter filter = peek() == '(' ? filter() : leaf();
    skipSpace();
    return filter;
  }

  private Filter leaf() {
    int start = at;
    while (at < text.length() && Escape.isName(text.substring(at, at + 1))) {
      at++;
    }
    if (at == start) {
      throw bad("has no attribute");
    }
    String attribute = text.substring(start, at);
    if (has("=*)")) {
      at += 2;
      return new Filter.Present(attribute);
    }
    if (has(">=")) {
      at += 2;
      return new Filter.AtLeast(attribute, whole());
    }
    if (has("<=")) {
      at += 2;
      return new Filter.AtMost(attribute, whole());
    }
    if (has("~=")) {
      throw bad("compares approximately, which moray does not");
    }
    if (has(":")) {
      return ruled(attribute);
    }
    if (!has("=")) {
      throw bad("has no comparison behind \"" + attribute + "\": =, >=, <= or :rule:=");
    }
    at++;
    return equalOrSubstring(attribute, parts());
  }

  private Filter ruled(String attribute) {
    int end = text.indexOf(":=", at + 1);
    if (end < 0) {
      throw bad("has no := behind a rule");
    }
    String name = text.substring(at + 1, end);
    Rule rule = Rule.of(name).orElseThrow(() -> bad("names no rule that moray has: " + name));
    at = end + 2;
    if (rule != Rule.PARTS_IGNORING_CASE) {
      return new Filter.Matching(attribute, rule, whole());
    }
    return switch (equalOrSubstring(attribute, parts())) {
      case Filter.Equal one -> new Filter.Matching(attribute, rule, one.value());
      case Filter.Substring one ->
          new Filter.SubstringIgnoringCase(attribute, one.initial(), one.any(), one.last());
      case Filter other -> other;
    };
  }

  private Filter equalOrSubstring(String attribute, List<String> parts) {
    if (parts.size() == 1) {
      return new Filter.Equal(attribute, parts.getFirst());
    }
    List<String> between =
        parts.subList(1, parts.size() - 1).stream().filter(part -> !part.isEmpty()).toList();
    Optional<String> initial = Optional.of(parts.getFirst()).filter(part -> !part.isEmpty());
    Optional<String> last = Optional.of(parts.getLast()).filter(part -> !part.isEmpty());
    if (initial.isEmpty() && last.isEmpty() && between.isEmpty()) {
      return new Filter.Present(attribute);
    }
    return new Filter.Substring(attribute, initial, between, last);
  }

  /// A value that is taken as a whole.
  private String whole() {
    List<String> parts = parts();
    if (parts.size() > 1) {
      throw bad("has a * where only = takes one; write \\* for the letter");
    }
    return parts.getFirst();
  }

  /// The value up to the closing parenthesis, cut at its stars.
  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    while (peek() != ')') {
      int letter = text.codePointAt(at);
      switch (letter) {
        case '(' -> throw bad("has a ( in a value; write \\(");
        case '\\' -> escaped(part);
        case '*' -> {
          parts.add(decoded(part));
          part.reset();
          at++;
        }
        default -> {
          part.writeBytes(Character.toString(letter).getBytes(StandardCharsets.UTF_8));
          at += Character.charCount(letter);
        }
      }
    }
    parts.add(decoded(part));
    return parts;
  }

  private String decoded(ByteArrayOutputStream part) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(part.toByteArray()))
          .toString();
    } catch (CharacterCodingException notText) {
      throw bad("has bytes behind \\ that are no UTF-8");
    }
  }

  private void escaped(ByteArrayOutputStream part) {
    at++;
    char c = peek();
    if ("()\\*=".indexOf(c) >= 0) {
      part.write(c);
      at++;
    } else if (at + 2 <= text.length() && text.substring(at, at + 2).matches("[0-9a-fA-F]{2}")) {
      part.write(Integer.parseInt(text.substring(at, at + 2), 16));
      at += 2;
    } else {
      throw bad("has a \\ that stands before neither ( ) \\ * = nor two hexadecimal digits");
    }
  }

  private boolean has(String next) {
    return text.startsWith(next, at);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void take(char wanted) {
    if (peek() != wanted) {
      throw bad("has no " + wanted + " where one belongs");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw bad("is not closed: parentheses that do not match");
    }
    return text.charAt(at);
  }

  private AtollException bad(String problem) {
    return new AtollException(
        Fault.BAD_INPUT, "the filter " + text + " " + problem + ", at character " + (at + 1));
  }
}

package atoll.morayembedded.filter;

import atoll.morayembedded.error.MorayException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads a filter. Confined to one reading.
///
/// ```
/// filter    := "(" ( "&" filter+ | "|" filter+ | "!" filter | leaf ) ")"
/// leaf      := attribute ( "=" | ">=" | "<=" ) value | attribute ":" rule ":=" value
/// attribute := [-_a-zA-Z0-9]+
/// value     := any characters; "\(" "\)" "\\" "\*" "\=" and "\XX", a byte of UTF-8, stand for
///              themselves, "*" for anything
/// ```
///
/// The parentheses around the whole may be missing, and those behind `!` too.
public final class FilterParser {

  /// How many filters may stand inside one another.
  public static final int MAX_DEPTH = 100;

  /// How many attributes a filter may ask for in all.
  public static final int MAX_LEAVES = 4096;

  private final String whole;
  private final String text;
  private int at;
  private int leaves;

  private FilterParser(String whole, String text) {
    this.whole = whole;
    this.text = text;
  }

  /// Reads a filter.
  ///
  /// @throws MorayException `InvalidQueryError` naming what is wrong and where
  public static Filter parse(String filter) {
    String stripped = filter.strip();
    FilterParser parser =
        new FilterParser(filter, stripped.startsWith("(") ? stripped : "(" + stripped + ")");
    Filter parsed = parser.filter(1);
    if (parser.at < parser.text.length()) {
      throw parser.wrong("unbalanced parentheses");
    }
    return parsed;
  }

  private Filter filter(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong("more than " + MAX_DEPTH + " filters inside one another");
    }
    take('(');
    Filter parsed =
        switch (peek()) {
          case '&' -> new Filter.And(parts(depth));
          case '|' -> new Filter.Or(parts(depth));
          case '!' -> negation(depth);
          default -> leaf();
        };
    take(')');
    return parsed;
  }

  private List<Filter> parts(int depth) {
    at++;
    List<Filter> parts = new ArrayList<>();
    skipSpace();
    while (peek() == '(') {
      parts.add(filter(depth + 1));
      skipSpace();
    }
    if (parts.isEmpty()) {
      throw wrong("a filter is missing");
    }
    return parts;
  }

  private Filter negation(int depth) {
    at++;
    skipSpace();
    if (peek() != '(') {
      return new Filter.Not(leaf());
    }
    Filter part = filter(depth + 1);
    skipSpace();
    return new Filter.Not(part);
  }

  private Filter leaf() {
    if (++leaves > MAX_LEAVES) {
      throw wrong("more than " + MAX_LEAVES + " attributes");
    }
    String attribute = attribute();
    char operator = peek();
    if (operator != '=') {
      at++;
    }
    if (operator == ':') {
      return extensible(attribute);
    }
    take('=');
    return switch (operator) {
      case '=' -> equality(attribute);
      case '>' -> new Filter.AtLeast(attribute, wholeValue());
      case '<' -> new Filter.AtMost(attribute, wholeValue());
      case '~' -> throw wrong("approximate matches are not allowed");
      default -> throw wrong("an operator is missing");
    };
  }

  private String attribute() {
    int from = at;
    while (isNameCharacter(peek())) {
      at++;
    }
    if (at == from) {
      throw wrong("an attribute is missing");
    }
    return text.substring(from, at);
  }

  private static boolean isNameCharacter(char c) {
    return c == '-' || c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
  }

  private Filter equality(String attribute) {
    Filter.Pieces pieces = value();
    if (pieces.isWhole()) {
      return new Filter.Equal(attribute, pieces.first());
    }
    return pieces.all().stream().allMatch(String::isEmpty)
        ? new Filter.Present(attribute)
        : new Filter.Substring(attribute, pieces);
  }

  private Filter extensible(String attribute) {
    int end = text.indexOf(":=", at);
    if (end < 0) {
      throw wrong("the end of a matching rule is missing");
    }
    String word = text.substring(at, end);
    Rule rule =
        Rule.named(word).orElseThrow(() -> wrong("\"" + word + "\" is no matching rule we know"));
    at = end + 2;
    Filter.Pieces pieces = value();
    if (!pieces.isWhole() && rule != Rule.CASE_IGNORE_SUBSTRINGS) {
      throw wrong("an asterisk where a value belongs");
    }
    return new Filter.Extensible(attribute, rule, pieces);
  }

  private String wholeValue() {
    Filter.Pieces pieces = value();
    if (!pieces.isWhole()) {
      throw wrong("an asterisk where a value belongs");
    }
    return pieces.first();
  }

  /// Reads up to the parenthesis that ends the leaf.
  private Filter.Pieces value() {
    List<String> pieces = new ArrayList<>();
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    int from = at;
    while (peek() != ')') {
      char c = peek();
      switch (c) {
        case '(' -> throw wrong("an unescaped parenthesis in a value");
        case '\\' -> {
          plain(piece, from);
          escape(piece);
          from = at;
        }
        case '*' -> {
          plain(piece, from);
          pieces.add(decoded(piece));
          piece.reset();
          from = ++at;
        }
        default -> at++;
      }
    }
    plain(piece, from);
    pieces.add(decoded(piece));
    return new Filter.Pieces(pieces);
  }

  private void plain(ByteArrayOutputStream piece, int from) {
    piece.writeBytes(text.substring(from, at).getBytes(StandardCharsets.UTF_8));
  }

  private void escape(ByteArrayOutputStream piece) {
    at++;
    char next = peek();
    if ("()\\*=".indexOf(next) >= 0) {
      piece.write(next);
      at++;
      return;
    }
    int high = Character.digit(next, 16);
    int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
    if (high < 0 || low < 0) {
      throw wrong("an escape that is none");
    }
    piece.write(high << 4 | low);
    at += 2;
  }

  private String decoded(ByteArrayOutputStream piece) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(piece.toByteArray()))
          .toString();
    } catch (CharacterCodingException notText) {
      throw wrong("escaped bytes that are no UTF-8");
    }
  }

  private void skipSpace() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("unbalanced parentheses");
    }
    return text.charAt(at);
  }

  private void take(char wanted) {
    if (peek() != wanted) {
      throw wrong("'" + wanted + "' is missing");
    }
    at++;
  }

  private MorayException wrong(String why) {
    int added = whole.strip().startsWith("(") ? 0 : 1;
    return MorayException.invalidQuery(whole, why + ", at character " + Math.max(0, at - added));
  }
}

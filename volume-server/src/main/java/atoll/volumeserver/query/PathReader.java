package atoll.volumeserver.query;

import atoll.volumeserver.query.PathForm.Several.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what a path begins with.
final class PathReader {

  /// They make a name one that is not given to what was found.
  private static final String NOT_IN_NAMES = "[]{}()#|!";

  private PathReader() {}

  static PathForm read(String text) {
    if (text.length() > 1) {
      switch (text.charAt(0)) {
        case '@' -> {
          return modified(text).orElseGet(() -> walked(text));
        }
        case '!' -> {
          return literal(text).orElseGet(() -> walked(text));
        }
        case '{', '[' -> {
          return several(text);
        }
        default -> {
          // Members and elements.
        }
      }
    }
    return walked(text);
  }

  private static PathForm walked(String text) {
    boolean isLines = text.startsWith("..");
    return new PathForm.Walked(Step.of(isLines ? text.substring(2) : text), isLines);
  }

  /// What follows behind a dot or a pipe; null if something else does, or nothing.
  private static @Nullable JsonPath rest(String text, int at) {
    return Pipes.isDotOrPipe(text, at) ? new JsonPath(text.substring(at + 1)) : null;
  }

  private static Optional<PathForm> modified(String text) {
    int end = Modifier.nameEnd(text);
    Optional<Modifier> modifier = Modifier.named(text.substring(1, end));
    int behind = end;
    JsonPath argument = new JsonPath("");
    if (end < text.length() && text.charAt(end) == ':') {
      behind = argumentEnd(text, end + 1);
      argument = new JsonPath(text.substring(end + 1, behind));
    }
    JsonPath given = argument;
    JsonPath rest = rest(text, behind);
    return modifier.map(known -> new PathForm.Modified(known, given, rest));
  }

  /// An argument that begins like JSON ends with that, any other at the next pipe that is neither
  /// in quotes nor in brackets.
  private static int argumentEnd(String text, int from) {
    boolean isJson = from < text.length() && "{[\"".indexOf(text.charAt(from)) >= 0;
    int at = from;
    while (at < text.length() && text.charAt(at) != '|') {
      at =
          switch (text.charAt(at)) {
            case '"' -> Math.min(Pipes.closingQuote(text, at) + 1, text.length());
            case '{', '[', '(' -> JsonScanner.behindContainer(text, at, text.length());
            default -> at + 1;
          };
      if (isJson) {
        return at;
      }
    }
    return at;
  }

  /// A literal that begins like JSON has all of the text if it does not end by itself.
  private static Optional<PathForm> literal(String text) {
    char first = text.charAt(1);
    if ("{[\"+-0123456789".indexOf(first) >= 0) {
      int behind = literalEnd(text);
      return Optional.of(new PathForm.Literal(new Span(text, 1, behind), rest(text, behind)));
    }
    int end = Pipes.dotOrPipe(text, 1);
    String name = text.substring(1, end);
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "true", "false", "null", "nan", "inf" ->
          Optional.of(new PathForm.Literal(Span.of(name), rest(text, end)));
      default -> Optional.empty();
    };
  }

  /// The first character counts as an opened bracket, whatever it is.
  private static int literalEnd(String text) {
    return JsonScanner.behindContainer("(" + text.substring(2), 0, text.length() - 1) + 1;
  }

  private static PathForm several(String text) {
    List<Part> parts = new ArrayList<>();
    int depth = 1;
    int colon = 0;
    int start = 1;
    boolean isModified = false;
    for (int at = 1; at < text.length(); at++) {
      char next = text.charAt(at);
      switch (next) {
        case '\\' -> at++;
        case '"' -> at = Pipes.closingQuote(text, at);
        case '@' -> isModified |= Pipes.isDotOrPipe(text, at - 1);
        case ':' -> {
          if (depth == 1 && colon == 0 && !isModified) {
            colon = at;
          }
        }
        case '{', '[', '(' -> depth++;
        case '}', ']', ')' -> depth--;
        default -> {
          // Part of a path.
        }
      }
      if (depth == 0 || (depth == 1 && next == ',')) {
        parts.add(part(text, start, colon, at));
        start = at + 1;
        colon = 0;
        isModified = false;
      }
      if (depth == 0) {
        return behindSeveral(text, parts, at + 1);
      }
    }
    // Braces that do not close leave an empty path.
    return walked("");
  }

  /// With something else than a dot or a pipe behind them, only that counts.
  private static PathForm behindSeveral(String text, List<Part> parts, int behind) {
    return behind == text.length() || Pipes.isDotOrPipe(text, behind)
        ? new PathForm.Several(text.charAt(0) == '{', parts, rest(text, behind))
        : walked(text.substring(behind));
  }

  private static Part part(String text, int start, int colon, int end) {
    String path = text.substring(colon == 0 ? start : colon + 1, end);
    String name = colon == 0 ? "" : text.substring(start, colon);
    return new Part(name(name, path), new JsonPath(path));
  }

  private static String name(String given, String path) {
    Effort effort = Effort.unlimited();
    if (given.startsWith("\"") && JsonGrammar.isValid(Span.of(given), effort)) {
      return given;
    }
    Draft quoted = new Draft(effort);
    if (!given.isEmpty()) {
      JsonText.quote(given, quoted);
    } else {
      String last = last(path);
      JsonText.quote(last.chars().allMatch(PathReader::isInNames) ? last : "_", quoted);
    }
    return quoted.toString();
  }

  private static boolean isInNames(int letter) {
    return letter >= ' ' && NOT_IN_NAMES.indexOf(letter) < 0;
  }

  /// What is behind the last dot or pipe that has no backslash before it.
  private static String last(String path) {
    for (int at = path.length() - 1; at >= 0; at--) {
      if (Pipes.isDotOrPipe(path, at) && (at == 0 || path.charAt(at - 1) != '\\')) {
        return path.substring(at + 1);
      }
    }
    return path;
  }
}

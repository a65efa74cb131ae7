package atoll.volumeserver.query;

import java.util.Locale;
import java.util.Optional;

/// What makes another text of the one that a path has led to. An argument may stand behind a colon.
enum Modifier {
  THIS,
  VALID,
  UGLY,
  PRETTY,
  REVERSE,
  FLATTEN,
  JOIN,
  KEYS,
  VALUES,
  TOSTR,
  FROMSTR,
  GROUP,
  DIG;

  static Optional<Modifier> named(String name) {
    for (Modifier modifier : values()) {
      if (modifier.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(modifier);
      }
    }
    return Optional.empty();
  }

  /// Behind the name of the modifier that a path may begin with.
  static int nameEnd(String path) {
    int end = 1;
    while (end < path.length() && ".|:".indexOf(path.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /// Whether a path begins with a modifier or with several paths.
  static boolean mayBegin(String path) {
    return path.startsWith("{")
        || path.startsWith("[")
        || (path.startsWith("@") && named(path.substring(1, nameEnd(path))).isPresent());
  }

  /// @param argument a path for one of them, a text for the others
  Span apply(Span text, JsonPath argument, Effort effort) {
    effort.spend(text.length());
    Draft draft = new Draft(effort);
    Rearrangement arranged = new Rearrangement(draft, effort);
    Extract extract = new Extract(draft, effort);
    return switch (this) {
      case THIS -> text;
      case VALID -> JsonGrammar.isValid(text, effort) ? text : Span.of("");
      case UGLY -> UglyPrint.print(text, draft);
      case PRETTY -> PrettyPrint.print(text, argument.text(), effort);
      case REVERSE -> arranged.reverse(text);
      case FLATTEN -> arranged.flatten(text, Option.of(argument.text(), "deep", effort));
      case JOIN -> arranged.join(text, Option.of(argument.text(), "preserve", effort));
      case KEYS -> extract.names(text);
      case VALUES -> extract.values(text);
      case TOSTR -> {
        JsonText.quote(text.string(), draft);
        yield draft.span();
      }
      case FROMSTR -> JsonGrammar.isValid(text, effort) ? plain(text) : Span.of("");
      case GROUP -> arranged.group(text);
      case DIG -> extract.dig(text, argument);
    };
  }

  private static Span plain(Span text) {
    JsonValue value = JsonValue.first(text);
    return switch (value.kind()) {
      case STRING -> Span.of(value.string());
      case NUMBER -> Span.of(JsonNumber.plain(value.raw()));
      case NULL -> Span.of("");
      case TRUE, FALSE, OBJECT, ARRAY -> value.span();
    };
  }

  /// What an argument in JSON says.
  private static final class Option {

    private Option() {}

    /// Whether the last member of that name says yes.
    static boolean of(String argument, String name, Effort effort) {
      boolean isSet = false;
      JsonValue value = JsonValue.first(Span.of(argument));
      JsonMembers members = new JsonMembers(value, effort);
      while (members.next()) {
        if (members.name().exists() && members.name().string().equals(name)) {
          isSet = members.value().isTrue();
        }
      }
      return isSet;
    }
  }
}

package atoll.volumeserver.query;

import atoll.volumeserver.query.JsonValue.Kind;
import java.util.Comparator;
import java.util.List;

/// The order of values that are written: by kind, then strings and numbers by what they say and
/// everything else by how it is written.
final class SortedValue {

  private static final List<Kind> KINDS =
      List.of(Kind.NULL, Kind.FALSE, Kind.NUMBER, Kind.STRING, Kind.TRUE, Kind.OBJECT);

  static final Comparator<String> ORDER = SortedValue::compare;

  private SortedValue() {}

  private static int compare(String one, String other) {
    int byKind = Integer.compare(rank(one), rank(other));
    if (byKind != 0) {
      return byKind;
    }
    JsonValue left = JsonValue.first(Span.of(one));
    JsonValue right = JsonValue.first(Span.of(other));
    return switch (left.kind()) {
      case STRING -> text(one).compareTo(text(other));
      // Zero is no more than zero below it.
      case NUMBER ->
          left.number() == right.number() ? 0 : Double.compare(left.number(), right.number());
      case OBJECT, ARRAY, TRUE, FALSE, NULL -> one.compareTo(other);
    };
  }

  /// What a string says; nothing if it is no valid one.
  static String text(String quoted) {
    Span span = Span.of(quoted);
    Effort effort = Effort.unlimited();
    boolean isSaid =
        quoted.indexOf('\\') < 0 ? quoted.indexOf('"', 1) > 0 : JsonGrammar.isValid(span, effort);
    return isSaid ? JsonValue.first(span).string() : "";
  }

  private static int rank(String written) {
    Kind kind = JsonValue.first(Span.of(written)).kind();
    return KINDS.indexOf(kind == Kind.ARRAY ? Kind.OBJECT : kind);
  }
}

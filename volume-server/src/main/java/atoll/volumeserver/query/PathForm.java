package atoll.volumeserver.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a path begins with. Confined to one query.
sealed interface PathForm {

  JsonValue find(Span within, Effort effort);

  /// Members and elements.
  ///
  /// @param isLines whether the text is taken for what is in an array
  record Walked(Step first, boolean isLines) implements PathForm {
    @Override
    public JsonValue find(Span within, Effort effort) {
      return Walk.find(within, first, isLines, effort);
    }
  }

  /// What a modifier makes of it all.
  ///
  /// @param rest what is done with what comes out of it; null if nothing
  record Modified(Modifier modifier, JsonPath argument, @Nullable JsonPath rest)
      implements PathForm {
    @Override
    public JsonValue find(Span within, Effort effort) {
      return then(rest, modifier.apply(within, argument, effort), effort);
    }
  }

  /// The same text whatever there is.
  record Literal(Span literal, @Nullable JsonPath rest) implements PathForm {
    @Override
    public JsonValue find(Span within, Effort effort) {
      return then(rest, literal, effort);
    }
  }

  /// Several paths, what they find in an array or object.
  record Several(boolean isObject, List<Part> parts, @Nullable JsonPath rest) implements PathForm {

    /// @param name in an object, with quotes
    record Part(String name, JsonPath path) {}

    @Override
    public JsonValue find(Span within, Effort effort) {
      Draft draft = new Draft(effort).write(isObject ? '{' : '[');
      for (Part part : parts) {
        JsonValue found = part.path().find(within, effort);
        if (found.exists()) {
          draft.separate();
          if (isObject) {
            draft.write(part.name()).write(':');
          }
          draft.write(found.span());
        }
      }
      draft.write(isObject ? '}' : ']');
      return then(rest, draft.span(), effort);
    }
  }

  private static JsonValue then(@Nullable JsonPath rest, Span made, Effort effort) {
    return rest == null ? JsonValue.first(made) : rest.find(made, effort);
  }
}

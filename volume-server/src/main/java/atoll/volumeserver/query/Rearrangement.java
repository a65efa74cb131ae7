package atoll.volumeserver.query;

import atoll.volumeserver.query.JsonValue.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a value with its parts in another order. What is not of the kind that can be rearranged
/// so stays as it is. Confined to one use.
final class Rearrangement {

  private final Draft draft;
  private final Effort effort;

  Rearrangement(Draft draft, Effort effort) {
    this.draft = draft;
    this.effort = effort;
  }

  Span reverse(Span text) {
    JsonValue value = JsonValue.first(text);
    if (!value.isContainer()) {
      return text;
    }
    List<JsonValue> names = new ArrayList<>();
    List<JsonValue> values = new ArrayList<>();
    JsonMembers members = new JsonMembers(value, effort);
    while (members.next()) {
      effort.keep(names.size());
      names.add(members.name());
      values.add(members.value());
    }
    boolean isObject = value.kind() == Kind.OBJECT;
    draft.write(isObject ? '{' : '[');
    for (int i = values.size() - 1; i >= 0; i--) {
      draft.separate();
      if (isObject) {
        draft.write(names.get(i).span()).write(':');
      }
      draft.write(values.get(i).span());
    }
    draft.write(isObject ? '}' : ']');
    return draft.span();
  }

  /// The elements of arrays within an array become its own.
  ///
  /// @param isDeep whether those of the arrays within these do so as well
  Span flatten(Span text, boolean isDeep) {
    JsonValue value = JsonValue.first(text);
    if (value.kind() != Kind.ARRAY) {
      return text;
    }
    draft.write('[');
    JsonMembers members = new JsonMembers(value, effort);
    while (members.next()) {
      Span element = members.value().span();
      if (members.value().kind() == Kind.ARRAY) {
        element = unwrapped(isDeep ? flattened(element) : element);
      }
      String trimmed = JsonText.trim(element.string());
      if (!trimmed.isEmpty()) {
        draft.separate().write(trimmed);
      }
    }
    draft.write(']');
    return draft.span();
  }

  private Span flattened(Span text) {
    effort.enter();
    Span flat = new Rearrangement(new Draft(effort), effort).flatten(text, true);
    effort.leave();
    return flat;
  }

  /// What is between the brackets; the last character goes whatever it is.
  private static Span unwrapped(Span text) {
    String trimmed = text.string().trim();
    return trimmed.length() >= 2 && (trimmed.charAt(0) == '[' || trimmed.charAt(0) == '{')
        ? new Span(trimmed, 1, trimmed.length() - 1)
        : Span.of(trimmed);
  }

  /// The members of the objects in an array in one object.
  ///
  /// @param isPreserving whether a name that occurs again stands there again; else the last value
  ///   stands in the place of the first
  Span join(Span text, boolean isPreserving) {
    JsonValue array = JsonValue.first(text);
    if (array.kind() != Kind.ARRAY) {
      return text;
    }
    Map<String, Joined> joined = new LinkedHashMap<>();
    draft.write('{');
    boolean isFirst = true;
    JsonMembers objects = new JsonMembers(array, effort);
    while (objects.next()) {
      if (objects.value().kind() != Kind.OBJECT) {
        continue;
      }
      if (isPreserving) {
        if (!isFirst) {
          draft.write(',');
        }
        isFirst = false;
        draft.write(unwrapped(objects.value().span()));
        continue;
      }
      JsonMembers members = new JsonMembers(objects.value(), effort);
      while (members.next()) {
        effort.keep(joined.size());
        String name = members.name().string();
        Span value = members.value().span();
        joined.merge(
            name,
            new Joined(members.name().span(), value),
            (first, last) -> new Joined(first.name(), last.value()));
      }
    }
    for (Joined member : joined.values()) {
      draft.separate().write(member.name()).write(':').write(member.value());
    }
    draft.write('}');
    return draft.span();
  }

  /// A member of what is joined.
  private record Joined(Span name, Span value) {}

  /// Of an object with arrays an array with objects: the first has all first elements.
  Span group(Span text) {
    JsonValue value = JsonValue.first(text);
    if (value.kind() != Kind.OBJECT) {
      return Span.of("");
    }
    List<Draft> objects = new ArrayList<>();
    JsonMembers arrays = new JsonMembers(value, effort);
    while (arrays.next()) {
      if (arrays.value().kind() != Kind.ARRAY) {
        continue;
      }
      JsonMembers elements = new JsonMembers(arrays.value(), effort);
      for (int i = 0; elements.next(); i++) {
        if (i == objects.size()) {
          effort.keep(i);
          objects.add(new Draft(effort).write('{'));
        }
        Draft object = objects.get(i);
        object.separate().write(arrays.name().span()).write(':').write(elements.value().span());
      }
    }
    draft.write('[');
    for (Draft object : objects) {
      draft.separate().write(object.toString()).write('}');
    }
    draft.write(']');
    return draft.span();
  }
}

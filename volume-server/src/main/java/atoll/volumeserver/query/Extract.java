package atoll.volumeserver.query;

import atoll.volumeserver.query.JsonValue.Kind;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes an array of what is found in a value. Confined to one use.
final class Extract {

  private final Draft draft;
  private final Effort effort;

  Extract(Draft draft, Effort effort) {
    this.draft = draft;
    this.effort = effort;
  }

  /// The names of an object; null for each element of an array.
  Span names(Span text) {
    JsonValue value = JsonValue.first(text);
    draft.write('[');
    JsonMembers members = new JsonMembers(value, effort);
    while (members.next()) {
      draft.separate();
      if (value.kind() == Kind.OBJECT) {
        draft.write(members.name().span());
      } else {
        draft.write("null");
      }
    }
    draft.write(']');
    return draft.span();
  }

  Span values(Span text) {
    JsonValue value = JsonValue.first(text);
    if (value.kind() == Kind.ARRAY) {
      return text;
    }
    draft.write('[');
    JsonMembers members = new JsonMembers(value, effort);
    while (members.next()) {
      draft.separate().write(members.value().span());
    }
    draft.write(']');
    return draft.span();
  }

  /// What a path leads to from a value and from everything in it, at whatever depth.
  Span dig(Span text, JsonPath path) {
    draft.write('[');
    Deque<JsonMembers> open = new ArrayDeque<>();
    JsonValue value = JsonValue.first(text);
    while (true) {
      JsonValue found = path.find(value.span(), effort);
      if (found.exists()) {
        draft.separate().write(found.span());
      }
      if (value.isContainer()) {
        effort.keep(open.size());
        open.push(new JsonMembers(value, effort));
      }
      while (!open.isEmpty() && !open.element().next()) {
        open.pop();
      }
      if (open.isEmpty()) {
        draft.write(']');
        return draft.span();
      }
      value = open.element().value();
    }
  }
}

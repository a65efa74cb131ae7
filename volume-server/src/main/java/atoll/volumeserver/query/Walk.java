package atoll.volumeserver.query;

import atoll.volumeserver.query.JsonValue.Kind;
import org.jspecify.annotations.Nullable;

/// Follows a path through members and elements, in one go through the text. What a condition finds
/// does not end it: a later member of the same name may find something else. Confined to one
/// search.
final class Walk {

  private final JsonScanner scanner;
  private final Effort effort;
  private JsonValue found = JsonValue.MISSING;

  /// What is done with what is found.
  private @Nullable JsonPath pipe;

  private Walk(Span within, Effort effort) {
    this.scanner = new JsonScanner(within, effort);
    this.effort = effort;
  }

  /// @param isLines whether the text is taken for what is in an array
  static JsonValue find(Span within, Step first, boolean isLines, Effort effort) {
    Walk walk = new Walk(within, effort);
    if (isLines) {
      walk.array(first.element());
    } else if (walk.scanner.seekContainer()) {
      walk.container(first);
    }
    return walk.pipe == null ? walk.found : walk.pipe.find(walk.found.span(), effort);
  }

  /// The object or array that begins here.
  ///
  /// @return whether the search is over
  private boolean container(Step step) {
    boolean isObject = scanner.here() == '{';
    scanner.skip();
    effort.enter();
    boolean isOver = isObject ? object(step.member()) : array(step.element());
    effort.leave();
    return isOver;
  }

  private boolean object(Member member) {
    pipe = member.pipe() == null ? pipe : member.pipe();
    while (scanner.seekName()) {
      JsonValue name = scanner.take();
      if (!name.exists() || !scanner.seekValue()) {
        return false;
      }
      if (value(member.fits(name, effort), member.next())) {
        return true;
      }
    }
    return false;
  }

  /// The value here.
  ///
  /// @param isMeant whether the path leads to it or through it
  private boolean value(boolean isMeant, @Nullable Step next) {
    if (isMeant && next != null && isContainerHere()) {
      return container(next);
    }
    JsonValue value = scanner.take();
    if (isMeant && next == null && value.exists()) {
      found = value;
      return true;
    }
    return false;
  }

  private boolean isContainerHere() {
    return scanner.here() == '{' || scanner.here() == '[';
  }

  private boolean array(Element element) {
    pipe = element.pipe() == null ? pipe : element.pipe();
    return switch (element) {
      case Element.At(long index, Step next, _) -> at(index, next);
      case Element.Count _ -> count();
      case Element.Each each -> each(each);
      case Element.Where where -> where(where);
      case Element.None _ -> at(-1, null);
    };
  }

  private boolean at(long index, @Nullable Step next) {
    for (long i = 0; scanner.seekElement(); i++) {
      if (value(i == index, next)) {
        return true;
      }
    }
    return false;
  }

  private boolean count() {
    int count = 0;
    while (scanner.seekElement()) {
      if (!scanner.take().exists()) {
        return false;
      }
      count++;
    }
    if (scanner.isCutOff()) {
      return false;
    }
    found = new JsonValue(Kind.NUMBER, Span.of(Integer.toString(count)));
    return true;
  }

  private boolean each(Element.Each each) {
    Draft draft = new Draft(effort).write('[');
    JsonScanner behind = scanner.copy();
    while (scanner.seekElement()) {
      JsonValue element = scanner.take();
      if (!element.exists()) {
        return false;
      }
      add(each.inner().find(element.span(), effort), draft);
      behind = scanner.copy();
    }
    if (scanner.isCutOff()) {
      return false;
    }
    // A comma behind the last one makes what follows the array count as well.
    behind.skipSpace();
    if (!behind.isAtEnd() && behind.here() != ']' && behind.seekValue()) {
      JsonValue follows = behind.take();
      if (follows.exists()) {
        add(each.inner().find(follows.span(), effort), draft);
      }
    }
    found = JsonValue.array(draft.write(']').toString());
    pipe = each.after() == null ? pipe : each.after();
    return true;
  }

  private static void add(JsonValue value, Draft draft) {
    if (value.exists()) {
      draft.separate().write(value.span());
    }
  }

  private boolean where(Element.Where where) {
    Draft draft = new Draft(effort).write('[');
    while (scanner.seekElement()) {
      JsonValue element = scanner.take();
      if (!element.exists()) {
        return false;
      }
      if (where.condition().holds(element, effort)) {
        JsonValue wanted = element;
        if (where.then() != null) {
          wanted = where.then().find(element.span(), effort);
          pipe = where.after() == null ? pipe : where.after();
        }
        if (!where.all()) {
          found = wanted;
          return true;
        }
        add(wanted, draft);
      }
    }
    if (where.all() && !found.exists() && !scanner.isCutOff()) {
      found = JsonValue.array(draft.write(']').toString());
    }
    return false;
  }
}

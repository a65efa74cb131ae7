package atoll.volumeserver.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a value with a line for each member and element; an array that fits has one line.
/// Confined to one use.
final class PrettyPrint {

  private final String text;
  private final int end;
  private final PrettyStyle style;
  private final Effort effort;
  private final Draft draft;
  private int at;

  /// Where the line begins that is being written.
  private int lineStart;

  /// Where the array began that shall fit in one line, and how long it may be; null if none.
  private @Nullable OneLine oneLine;

  private record OneLine(int start, long lengthMax) {}

  private PrettyPrint(Span span, PrettyStyle style, Effort effort) {
    this.text = span.text();
    this.at = span.from();
    this.end = span.to();
    this.style = style;
    this.effort = effort;
    this.draft = new Draft(effort);
  }

  static Span print(Span span, String argument, Effort effort) {
    PrettyPrint print = new PrettyPrint(span, PrettyStyle.of(argument, effort), effort);
    print.draft.write(print.style.prefix());
    print.value(0);
    if (print.draft.length() > 0) {
      print.draft.write('\n');
    }
    return print.draft.span();
  }

  /// The next value.
  ///
  /// @return whether it fits in the line that was begun
  private boolean value(int depth) {
    while (at < end && JsonValue.Kind.at(text, at, end) == null) {
      at++;
    }
    if (at >= end) {
      return true;
    }
    int from = at;
    switch (text.charAt(at)) {
      case '{' -> {
        return oneLine == null && object(depth);
      }
      case '[' -> {
        return array(depth);
      }
      case '"' -> copy(from, stringEnd());
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> {
        if (JsonValue.Kind.at(text, at, end) == JsonValue.Kind.NULL) {
          word("null");
        } else {
          copy(from, numberEnd());
        }
      }
      default -> copy(from, numberEnd());
    }
    return true;
  }

  private void copy(int from, int to) {
    draft.write(new Span(text, from, to));
    at = to;
  }

  private void word(String word) {
    draft.write(word);
    at += word.length();
  }

  private int stringEnd() {
    int behind = JsonScanner.behindString(text, at, end);
    return behind < 0 ? end : behind;
  }

  private int numberEnd() {
    int i = at + 1;
    while (i < end && text.charAt(i) > ' ' && ",:]}".indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private boolean array(int depth) {
    if (style.width() > 0 && oneLine == null) {
      long room = style.width() - (draft.length() - lineStart);
      if (room > 3) {
        int from = at;
        int start = draft.length();
        oneLine = new OneLine(start, room);
        boolean fits = elements(0) && draft.length() - start <= room;
        oneLine = null;
        if (fits) {
          return true;
        }
        draft.cut(start);
        at = from;
      }
    }
    return elements(depth);
  }

  private boolean isTooLong() {
    return oneLine != null && draft.length() - oneLine.start() > oneLine.lengthMax();
  }

  private boolean elements(int depth) {
    effort.enter();
    draft.write('[');
    at++;
    boolean isFirst = true;
    while (at < end) {
      if (text.charAt(at) <= ' ') {
        at++;
        continue;
      }
      if (text.charAt(at) == ']') {
        close(']', depth, isFirst);
        effort.leave();
        return true;
      }
      if (!isFirst) {
        draft.write(style.width() == -1 ? "," : ", ");
      }
      isFirst = false;
      newLine(depth + 1);
      if ((!value(depth + 1) && oneLine != null) || isTooLong()) {
        effort.leave();
        return false;
      }
    }
    effort.leave();
    return true;
  }

  /// A line break, which takes the place of a space that was written last.
  private void newLine(int depth) {
    if (oneLine == null) {
      lineBreak();
      indent(depth);
    }
  }

  private void lineBreak() {
    lineStart = draft.length();
    if (draft.last() == ' ') {
      draft.cut(draft.length() - 1);
    }
    draft.write('\n');
  }

  private void indent(int depth) {
    draft.write(style.prefix());
    for (int i = 0; i < depth; i++) {
      draft.write(style.indent());
    }
  }

  private void close(char bracket, int depth, boolean isEmpty) {
    if (oneLine == null && !isEmpty) {
      lineBreak();
      indent(depth);
    }
    draft.write(bracket);
    at++;
  }

  /// An object, which never fits in a line.
  private boolean object(int depth) {
    effort.enter();
    draft.write('{');
    at++;
    List<PrettyMember> members = new ArrayList<>();
    boolean isFirst = true;
    while (at < end) {
      char next = text.charAt(at);
      if (next == '}') {
        if (style.sorts()) {
          PrettyMember.sort(members, draft);
        }
        close('}', depth, isFirst);
        effort.leave();
        return false;
      }
      if (next != '"') {
        at++;
        continue;
      }
      if (!isFirst) {
        draft.write(',');
      }
      isFirst = false;
      lineBreak();
      int start = draft.length();
      indent(depth + 1);
      int nameFrom = at;
      copy(at, stringEnd());
      String name = text.substring(nameFrom, at);
      draft.write(": ");
      value(depth + 1);
      if (style.sorts()) {
        effort.keep(members.size());
        members.add(new PrettyMember(name, start, draft.length()));
      }
    }
    effort.leave();
    return false;
  }
}

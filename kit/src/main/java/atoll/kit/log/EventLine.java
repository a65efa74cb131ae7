package atoll.kit.log;

import atoll.kit.AtollException;
import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// An event as one line without its end. Pure.
final class EventLine {

  /// Milliseconds always, so that lines stand below each other.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int CAUSES = 5;
  private static final int FRAMES = 8;

  private EventLine() {}

  static String print(EventForm form, Instant time, Event event, int lineChars) {
    return switch (form) {
      case TEXT -> text(time, event, lineChars);
      case JSON -> json(time, event, lineChars);
    };
  }

  private static String text(Instant time, Event event, int lineChars) {
    StringBuilder line = new StringBuilder();
    TIME.formatTo(time, line);
    line.append(String.format(Locale.ROOT, " %-5s ", event.level()));
    plain(event.code(), line);
    line.append(' ');
    plain(cut(event.message(), lineChars), line);
    List<EventField> fields = event.fields();
    String before = " [";
    for (EventField field : fields) {
      line.append(before).append(field.name()).append('=');
      plain(cut(String.valueOf(field.value()), lineChars), line);
      before = " ";
    }
    if (!fields.isEmpty()) {
      line.append(']');
    }
    Throwable cause = event.cause();
    if (cause != null) {
      line.append(" cause: ");
      plain(cut(chain(cause), lineChars), line);
    }
    return line.toString();
  }

  private static String json(Instant time, Event event, int lineChars) {
    StringBuilder line = new StringBuilder("{\"time\":\"");
    TIME.formatTo(time, line);
    line.append("\",\"level\":\"").append(event.level()).append("\",\"code\":");
    quoted(event.code(), line);
    line.append(",\"message\":");
    quoted(cut(event.message(), lineChars), line);
    List<EventField> fields = event.fields();
    String before = ",\"fields\":{";
    for (EventField field : fields) {
      line.append(before);
      quoted(field.name(), line);
      line.append(':');
      value(field.value(), lineChars, line);
      before = ",";
    }
    if (!fields.isEmpty()) {
      line.append('}');
    }
    Throwable cause = event.cause();
    if (cause != null) {
      line.append(",\"cause\":");
      quoted(cut(chain(cause), lineChars), line);
    }
    return line.append('}').toString();
  }

  private static void value(Object value, int lineChars, StringBuilder line) {
    switch (value) {
      case Boolean bool -> line.append(bool.booleanValue());
      case Long number -> line.append(number.longValue());
      case Integer number -> line.append(number.intValue());
      case Double number when Double.isFinite(number) -> line.append(number.doubleValue());
      default -> quoted(cut(String.valueOf(value), lineChars), line);
    }
  }

  /// A throwable with its first frames, and what caused it, and so on.
  private static String chain(Throwable first) {
    StringBuilder text = new StringBuilder();
    Throwable next = first;
    for (int depth = 0; next != null && depth < CAUSES; depth++) {
      text.append(depth == 0 ? "" : " caused by ");
      if (next instanceof AtollException atoll) {
        text.append(atoll.fault()).append(' ');
      }
      text.append(next);
      StackTraceElement[] frames = next.getStackTrace();
      for (int index = 0; index < Math.min(FRAMES, frames.length); index++) {
        text.append(index == 0 ? " at " : ", ").append(frames[index]);
      }
      next = next.getCause();
    }
    return text.toString();
  }

  private static String cut(String text, int lineChars) {
    return text.length() <= lineChars ? text : text.substring(0, lineChars) + "…";
  }

  /// Control characters are written as escapes, so that no text can pass for a second line.
  private static void plain(String text, StringBuilder line) {
    for (int index = 0; index < text.length(); index++) {
      char next = text.charAt(index);
      if (isControl(next)) {
        escape(next, line);
      } else {
        line.append(next);
      }
    }
  }

  private static void quoted(String text, StringBuilder line) {
    line.append('"');
    for (int index = 0; index < text.length(); index++) {
      char next = text.charAt(index);
      if (next == '"' || next == '\\') {
        line.append('\\').append(next);
      } else if (isControl(next)) {
        escape(next, line);
      } else {
        line.append(next);
      }
    }
    line.append('"');
  }

  /// Also the two that some readers take for the end of a line.
  private static boolean isControl(char next) {
    return Character.isISOControl(next) || next == '\u2028' || next == '\u2029';
  }

  private static void escape(char next, StringBuilder line) {
    switch (next) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> line.append(String.format(Locale.ROOT, "\\u%04x", (int) next));
    }
  }
}

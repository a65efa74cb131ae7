package atoll.morayembedded.object;

import atoll.fast.json.Json;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The text of an object as it is kept: as `JSON.stringify` writes it, without white space and with
/// nothing escaped that needs not be. Numbers keep their spelling, where JavaScript would write
/// them anew and lose what a double does not hold.
public final class ValueText {

  private ValueText() {}

  public static String of(Json value) {
    StringBuilder text = new StringBuilder(value.size());
    try (JsonParser parser = value.parser()) {
      JsonToken before = null;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (before != null && needsComma(before, token)) {
          text.append(',');
        }
        write(text, parser, token);
        before = token;
      }
    } catch (IOException checked) {
      throw new UncheckedIOException("a value that was checked does not parse", checked);
    }
    return text.toString();
  }

  private static boolean needsComma(JsonToken before, JsonToken token) {
    return before != JsonToken.FIELD_NAME && !before.isStructStart() && !token.isStructEnd();
  }

  private static void write(StringBuilder text, JsonParser parser, JsonToken token)
      throws IOException {
    switch (token) {
      case FIELD_NAME -> {
        quote(text, parser.currentName());
        text.append(':');
      }
      case VALUE_STRING -> quote(text, parser.getText());
      default -> text.append(parser.getText());
    }
  }

  private static void quote(StringBuilder text, String plain) {
    text.append('"');
    for (int i = 0; i < plain.length(); i++) {
      char each = plain.charAt(i);
      switch (each) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (each < ' ' || isLone(plain, i)) {
            text.append("\\u%04x".formatted((int) each));
          } else {
            text.append(each);
          }
        }
      }
    }
    text.append('"');
  }

  /// Whether this is half of a character that takes two, without the other half.
  private static boolean isLone(String text, int at) {
    char each = text.charAt(at);
    if (Character.isHighSurrogate(each)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(each)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}

package atoll.libmanta.json;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Cuts JSON text into the texts of its parts, and says what the text of a part means. Its bounds
/// are Jackson's: nesting to 1000 levels, strings to 20 million characters, numbers to 1000 digits.
final class JsonText {

  private static final JsonFactory FACTORY = new JsonFactory();

  /// A member of an object.
  ///
  /// @param text of its value, letter for letter
  record Member(String name, String text) {}

  private JsonText() {}

  private interface Reading<T> {
    T from(JsonParser parser) throws IOException;
  }

  private static <T> T read(String text, Reading<T> reading) {
    try (JsonParser parser = FACTORY.createParser(text.toCharArray())) {
      if (parser.nextToken() == null) {
        throw bad("not JSON: empty text", null);
      }
      T read = reading.from(parser);
      if (parser.nextToken() != null) {
        throw bad("not JSON at character " + offset(parser) + ": more than one value", null);
      }
      return read;
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null ? "" : " at character " + e.getLocation().getCharOffset();
      throw bad("not JSON" + where + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw bad("not JSON: " + e.getMessage(), e);
    }
  }

  private static AtollException bad(String message, @Nullable Throwable why) {
    return new AtollException(Fault.BAD_INPUT, message, why);
  }

  static List<Member> members(String text) {
    return read(
        text,
        parser -> {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw bad("not a JSON object but " + kind(text), null);
          }
          List<Member> members = new ArrayList<>();
          parser.nextToken();
          while (parser.currentToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.add(new Member(name, take(text, parser)));
          }
          return members;
        });
  }

  /// The texts of an array's elements; none if this is no array.
  static Optional<List<String>> elements(String text) {
    return read(
        text,
        parser -> {
          if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return Optional.empty();
          }
          List<String> elements = new ArrayList<>();
          parser.nextToken();
          while (parser.currentToken() != JsonToken.END_ARRAY) {
            elements.add(take(text, parser));
          }
          return Optional.of(elements);
        });
  }

  /// Moves a parser that stands on a value's first token to the first token behind the value. Where
  /// a scalar ends is where the next token begins, less what stands between.
  ///
  /// @return the value's text
  private static String take(String text, JsonParser parser) throws IOException {
    int start = offset(parser);
    if (parser.currentToken().isStructStart()) {
      parser.skipChildren();
      int end = offset(parser) + 1;
      parser.nextToken();
      return text.substring(start, end);
    }
    parser.nextToken();
    int end = offset(parser);
    while (" \t\r\n,".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  /// Checks that a text is one value.
  static void check(String text) {
    read(text, parser -> parser.skipChildren());
  }

  /// What a string says.
  static Optional<String> string(String text) {
    return text.startsWith("\"") ? Optional.of(read(text, JsonParser::getText)) : Optional.empty();
  }

  /// A whole number that fits; not `1.0` and not `1e3`.
  static OptionalLong number(String text) {
    try {
      return text.matches("-?[0-9]{1,19}")
          ? OptionalLong.of(Long.parseLong(text))
          : OptionalLong.empty();
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }

  static boolean isNull(String text) {
    return text.equals("null");
  }

  static String quote(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  /// What kind of value a text is, as a message says it.
  static String kind(String text) {
    return switch (text.strip().charAt(0)) {
      case '{' -> "an object";
      case '[' -> "an array";
      case '"' -> "a string";
      case 't', 'f' -> "a boolean";
      case 'n' -> "null";
      default -> "the number " + text.strip();
    };
  }
}

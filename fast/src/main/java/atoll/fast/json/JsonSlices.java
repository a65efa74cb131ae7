package atoll.fast.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Cuts values out of the value around them. A scalar's end is not asked of the parser, which would
/// have to decode it for the answer: it is where the next token begins, less what stands between.
final class JsonSlices {

  private JsonSlices() {}

  /// Moves a parser that stands on a value's first token to the first token behind the value.
  ///
  /// @return the value
  static Json take(Json around, JsonParser parser) throws IOException {
    int start = offset(parser);
    boolean container = parser.currentToken().isStructStart();
    int end;
    if (container) {
      parser.skipChildren();
      end = offset(parser) + 1;
      parser.nextToken();
    } else {
      parser.nextToken();
      end = offset(parser);
      while (isBetween(around.at(end - 1))) {
        end--;
      }
    }
    return around.part(start, end - start);
  }

  static Optional<Json> member(Json object, JsonParser parser, String name) throws IOException {
    Json found = null;
    parser.nextToken();
    JsonToken token = parser.nextToken();
    while (token == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals(name);
      parser.nextToken();
      if (wanted) {
        found = take(object, parser);
        token = parser.currentToken();
      } else {
        parser.skipChildren();
        token = parser.nextToken();
      }
    }
    return Optional.ofNullable(found);
  }

  static Map<String, Json> members(Json object, JsonParser parser) throws IOException {
    Map<String, Json> members = new LinkedHashMap<>();
    parser.nextToken();
    parser.nextToken();
    while (parser.currentToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, take(object, parser));
    }
    return Collections.unmodifiableMap(members);
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private static boolean isBetween(byte b) {
    return b == ',' || isSpace(b);
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}

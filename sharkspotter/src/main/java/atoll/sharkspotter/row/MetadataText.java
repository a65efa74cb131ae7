package atoll.sharkspotter.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JSON that is read where it lies, without making anything that nobody asks for. Pure.
final class MetadataText {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private MetadataText() {}

  static JsonParser parser(Slice json) throws IOException {
    return FACTORY.createParser(json.array, json.from, json.length);
  }

  /// What the last member of a name says; none if there is none, or it is no string.
  static Optional<String> string(Slice json, String name) {
    try (JsonParser parser = parser(json)) {
      parser.nextToken();
      return Optional.ofNullable(string(parser, new SerializedString(name)));
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /// The same of the object that a parser stands on, which is read to its end; null for none.
  static @Nullable String string(JsonParser parser, SerializableString name) throws IOException {
    String said = null;
    while (true) {
      if (parser.nextFieldName(name)) {
        said = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
      } else if (parser.currentToken() == JsonToken.FIELD_NAME) {
        parser.nextToken();
      } else {
        return said;
      }
      parser.skipChildren();
    }
  }
}

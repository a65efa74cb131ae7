package atoll.sharkspotter.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Optional;

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
    SerializableString wanted = new SerializedString(name);
    Optional<String> said = Optional.empty();
    try (JsonParser parser = parser(json)) {
      parser.nextToken();
      while (true) {
        if (parser.nextFieldName(wanted)) {
          said =
              parser.nextToken() == JsonToken.VALUE_STRING
                  ? Optional.of(parser.getText())
                  : Optional.empty();
        } else if (parser.currentToken() == JsonToken.FIELD_NAME) {
          parser.nextToken();
        } else {
          return said;
        }
        parser.skipChildren();
      }
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }
}

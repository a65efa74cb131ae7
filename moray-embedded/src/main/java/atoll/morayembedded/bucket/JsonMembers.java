package atoll.morayembedded.bucket;

import atoll.fast.json.Json;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The names in a JSON object.
public final class JsonMembers {

  private JsonMembers() {}

  /// The names of an object's members in their order, each once.
  public static List<String> names(Json object) {
    try (JsonParser parser = object.parser()) {
      Set<String> names = new LinkedHashSet<>();
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        names.add(parser.currentName());
        parser.nextToken();
        parser.skipChildren();
      }
      return List.copyOf(names);
    } catch (IOException checked) {
      throw new UncheckedIOException("a value that was checked does not parse", checked);
    }
  }
}

package atoll.sharkspotter.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks in rows for sharks. Every row is read from its first byte to its last, so that one that is
/// no JSON, or was cut, is told from one that lies elsewhere; strings and numbers that do not
/// matter are passed over without being made. Of several members `sharks` the last one counts.
/// Immutable.
public final class SharkScan {

  private static final SerializableString SHARKS = new SerializedString("sharks");
  private static final SerializableString STORAGE_ID = new SerializedString("manta_storage_id");

  private final Set<String> wanted;

  /// For sharks by their full names.
  public SharkScan(Collection<String> wanted) {
    this.wanted = Set.copyOf(wanted);
  }

  public Verdict of(Row row) {
    Slice value = row.value();
    if (value == null || row.etag() == null) {
      return new Verdict.Unreadable((value == null ? "_value" : "_etag") + " is null");
    }
    try (JsonParser parser = MetadataText.parser(value)) {
      return object(parser);
    } catch (JsonProcessingException e) {
      return new Verdict.Unreadable("_value is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      // Such as bytes that are no UTF-8.
      return new Verdict.Unreadable("_value is not JSON: " + e.getMessage());
    }
  }

  private Verdict object(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return new Verdict.Unreadable("_value is not a JSON object");
    }
    Verdict verdict = new Verdict.Unreadable("no member \"sharks\"");
    while (true) {
      if (parser.nextFieldName(SHARKS)) {
        verdict = sharks(parser);
      } else if (parser.currentToken() == JsonToken.FIELD_NAME) {
        parser.nextToken();
        parser.skipChildren();
      } else {
        break;
      }
    }
    return parser.nextToken() == null
        ? verdict
        : new Verdict.Unreadable("_value holds more than one JSON value");
  }

  /// Reads to the end of the array, whatever it holds.
  private Verdict sharks(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return new Verdict.Unreadable("\"sharks\" is not an array");
    }
    List<String> found = null;
    boolean readable = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String shark = shark(parser);
      if (shark == null) {
        readable = false;
      } else if (wanted.contains(shark)) {
        found = found == null ? new ArrayList<>(2) : found;
        if (!found.contains(shark)) {
          found.add(shark);
        }
      }
    }
    if (!readable) {
      return new Verdict.Unreadable("a shark has no \"manta_storage_id\"");
    }
    return found == null ? Verdict.ELSEWHERE : new Verdict.On(found);
  }

  /// The name of the shark that the parser stands on; null if it has none.
  private static @Nullable String shark(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return null;
    }
    return MetadataText.string(parser, STORAGE_ID);
  }
}

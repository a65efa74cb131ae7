package atoll.volumeserver.blob;

import atoll.http.Headers;
import atoll.kit.Bytes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// The names and values that a client keeps beside a needle: sent as `Seaweed-Name: value`, stored
/// as a JSON object, given back as headers. Pure.
final class Pairs {

  static final String PREFIX = "Seaweed-";

  private static final JsonFactory JSON = new JsonFactory();

  private Pairs() {}

  /// The pairs among the headers of an upload, without their prefix; of a name given twice, the
  /// first value counts.
  static Map<String, String> of(Headers headers) {
    Map<String, String> pairs = Map.of();
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (name.length() > PREFIX.length()
          && name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
        String canonical = canonical(name);
        if (canonical.startsWith(PREFIX)) {
          pairs = pairs.isEmpty() ? new TreeMap<>() : pairs;
          pairs.putIfAbsent(canonical.substring(PREFIX.length()), headers.value(i));
        }
      }
    }
    return pairs;
  }

  /// The stored form.
  static Bytes write(Map<String, String> pairs) {
    JsonText json = new JsonText(false);
    pairs.forEach(json::add);
    return Bytes.utf8(json.end());
  }

  /// Reads the stored form, as far as it can be read.
  static Map<String, String> read(Bytes stored) {
    Map<String, String> pairs = new TreeMap<>();
    try (JsonParser parser = JSON.createParser(stored.toArray())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return pairs;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          pairs.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException _) {
      // What was read so far counts.
    }
    return pairs;
  }

  /// A header's name with each word begun in a capital; empty for what is no name.
  static String canonical(String name) {
    StringBuilder text = new StringBuilder(name.length());
    boolean begin = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= 0x20 || c >= 0x7f || "()<>@,;:\\\"/[]?={}".indexOf(c) >= 0) {
        return "";
      }
      text.append(begin ? upper(c) : lower(c));
      begin = c == '-';
    }
    return text.toString();
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}

package atoll.volumeserver.query;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Picks members out of the JSON values of a text that pass a filter. Immutable.
///
/// @param selections paths, which name what they select in the answer as well
record JsonQuery(List<Selection> selections, LineFilter filter) {

  /// A path and how it was written.
  record Selection(String text, JsonPath path) {}

  static List<Selection> selections(List<String> paths) {
    return paths.stream().map(path -> new Selection(path, JsonPath.parse(path))).toList();
  }

  /// The members of the values that pass, as the Go server writes them, which is not JSON: names
  /// without quotes, nothing between values.
  ///
  /// @param bytesMax of the answer
  /// @throws AtollException `TOO_LARGE`
  byte[] pick(byte[] text, int bytesMax) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    JsonScanner scanner = new JsonScanner(text, 0, text.length);
    Optional<JsonValue> value = scanner.next();
    while (value.isPresent()) {
      if (filter.passes(value.get())) {
        write(value.get(), records);
        if (records.size() > bytesMax) {
          throw new AtollException(
              Fault.TOO_LARGE,
              "what is selected has more than %d bytes; select less".formatted(bytesMax));
        }
      }
      value = scanner.next();
    }
    return records.toByteArray();
  }

  private void write(JsonValue value, ByteArrayOutputStream records) {
    String separator = "{";
    for (Selection selection : selections) {
      write(separator, records);
      write(selection.text(), records);
      write(":", records);
      selection
          .path()
          .find(value)
          .filter(found -> found.kind() != JsonValue.Kind.NULL)
          .ifPresent(found -> found.writeTo(records));
      separator = ",";
    }
    write(selections.isEmpty() ? "{}" : "}", records);
  }

  private static void write(String text, ByteArrayOutputStream records) {
    records.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}

package atoll.volumeserver.query;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Picks members out of the JSON values of a text that pass a filter. Confined to one query.
///
/// @param selections paths, which name what they select in the answer as well
record JsonQuery(List<JsonPath> selections, LineFilter filter) {

  /// The members of the values that pass, as the Go server writes them, which is not JSON: names
  /// without quotes, nothing between values.
  ///
  /// @throws atoll.kit.AtollException `TOO_LARGE`
  byte[] pick(byte[] data, Effort effort) {
    Draft records = new Draft(effort);
    JsonScanner scanner =
        new JsonScanner(Span.of(new String(data, StandardCharsets.ISO_8859_1)), effort);
    while (scanner.seekValue()) {
      JsonValue value = scanner.take();
      if (value.exists() && filter.passes(value, effort)) {
        write(value, records, effort);
      }
    }
    return records.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void write(JsonValue value, Draft records, Effort effort) {
    records.write('{');
    String separator = "";
    for (JsonPath selection : selections) {
      records.write(separator).write(selection.text()).write(':');
      separator = ",";
      effort.begin();
      JsonValue found = selection.find(value.span(), effort);
      if (found.kind() != JsonValue.Kind.NULL) {
        records.write(found.span());
      }
    }
    records.write('}');
  }
}

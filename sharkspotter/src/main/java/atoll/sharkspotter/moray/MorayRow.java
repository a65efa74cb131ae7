package atoll.sharkspotter.moray;

import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sharkspotter.row.Row;
import atoll.sharkspotter.row.Slice;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a statement answers through moray: an object with a member for each column, under its name
/// in the database. Numbers of 64 bits come as text or as numbers, whichever driver the server has.
/// Pure.
final class MorayRow {

  /// What statements call the id they ask for.
  static final String ID = "id";

  private MorayRow() {}

  static Row of(Json row) {
    Map<String, Json> columns = row.members();
    OptionalLong id = number(row, columns.get(ID));
    if (id.isEmpty()) {
      throw senseless(row, "no id");
    }
    return new Row(id.getAsLong(), text(columns.get("_etag")), text(columns.get("_value")));
  }

  /// The one number of an answer; none if it is null.
  static OptionalLong number(Json row) {
    return number(row, row.members().get(ID));
  }

  private static OptionalLong number(Json row, @Nullable Json number) {
    if (number == null) {
      throw senseless(row, "no member \"" + ID + "\"");
    }
    if (number.isNull()) {
      return OptionalLong.empty();
    }
    OptionalLong plain = number.asLong();
    if (plain.isPresent()) {
      return plain;
    }
    try {
      return OptionalLong.of(Long.parseLong(number.asText().orElse("")));
    } catch (NumberFormatException e) {
      throw senseless(row, "\"" + ID + "\" is no whole number");
    }
  }

  /// What a column of text says. A server that gives JSON as it is, and not as text, is understood.
  private static @Nullable Slice text(@Nullable Json column) {
    if (column == null || column.isNull()) {
      return null;
    }
    return column.kind() == JsonKind.STRING
        ? Slice.utf8(column.asText().orElseThrow())
        : new Slice(column.toArray(), 0, column.size());
  }

  private static AtollException senseless(Json row, String what) {
    return new AtollException(
        Fault.CORRUPT,
        "moray's answer makes no sense: " + what + " in a row of " + row.size() + " bytes");
  }
}

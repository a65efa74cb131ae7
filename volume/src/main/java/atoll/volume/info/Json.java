package atoll.volume.info;

import java.util.List;

/// A JSON value, numbers as they were written.
sealed interface Json {

  record Table(List<Member> members) implements Json {}

  record Array(List<Json> items) implements Json {}

  record Text(String value) implements Json {}

  record Numeral(String text) implements Json {}

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  /// One `"name": value` of a table.
  record Member(String name, Json value) {}
}

package atoll.kit;

/// One bound of a room: its name, its value as an operator reads it, and what happens there.
///
/// @param name dotted, lower case, as in a configuration file: `append.bytes.max`
/// @param value with its unit: `8 MiB`, `30 s`, `1000`
/// @param whenReached what the room does at the bound: `answers 413`, `the oldest is closed`
public record Limit(String name, String value, String whenReached) {

  @Override
  public String toString() {
    return name + " = " + value + " (" + whenReached + ")";
  }
}

package atoll.kit;

import java.util.regex.Pattern;

/// One bound of a room: its name, its value as an operator reads it, and what happens there.
///
/// @param name dotted, lower case, as in a configuration file: `append.bytes.max`
/// @param value with its unit: `8 MiB`, `30 s`, `1000`
/// @param whenReached what the room does at the bound: `answers 413`, `the oldest is closed`
public record Limit(String name, String value, String whenReached) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");

  public Limit {
    Check.that(
        NAME.matcher(name).matches(), () -> "not a dotted lower-case name: \"" + name + "\"");
    Check.that(!value.isEmpty(), () -> "the limit " + name + " has no value");
    Check.that(!whenReached.isEmpty(), () -> "the limit " + name + " has no consequence");
  }

  @Override
  public String toString() {
    return name + " = " + value + " (" + whenReached + ")";
  }
}

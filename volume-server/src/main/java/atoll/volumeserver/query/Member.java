package atoll.volumeserver.query;

import org.jspecify.annotations.Nullable;

/// Which member of an object a path means. Immutable.
///
/// @param next where the path goes on within the member; null where it ends or a pipe begins
/// @param pipe what is done with what is found in the end, or is not; null if nothing
record Member(String name, boolean isPattern, @Nullable Step next, @Nullable JsonPath pipe) {

  boolean fits(JsonValue quoted, Effort effort) {
    String key = quoted.string();
    return isPattern ? Wildcard.matches(key, name, effort) : key.equals(name);
  }
}

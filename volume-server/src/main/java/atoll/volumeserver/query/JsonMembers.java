package atoll.volumeserver.query;

import atoll.volumeserver.query.JsonValue.Kind;

/// Goes through the members of an object or the elements of an array; another value is the only one
/// of itself. Confined to one search.
final class JsonMembers {

  private final JsonValue within;
  private final JsonScanner scanner;
  private boolean isDone;
  private JsonValue name = JsonValue.MISSING;
  private JsonValue value = JsonValue.MISSING;

  JsonMembers(JsonValue within, Effort effort) {
    this.within = within;
    this.scanner = new JsonScanner(within.span(), effort);
    this.isDone = !within.exists();
  }

  /// Goes to the next one.
  boolean next() {
    if (isDone) {
      return false;
    }
    if (!within.isContainer()) {
      isDone = true;
      value = within;
      return true;
    }
    // Before the first this is the bracket, later what should be a comma or the end.
    scanner.skip();
    isDone = (within.kind() == Kind.OBJECT && !takeName()) || !takeValue();
    return !isDone;
  }

  private boolean takeName() {
    while (!scanner.isAtEnd() && scanner.here() != '"') {
      scanner.skip();
    }
    name = scanner.take();
    return name.exists();
  }

  private boolean takeValue() {
    scanner.skipBetween();
    value = scanner.seekValue() ? scanner.take() : JsonValue.MISSING;
    return value.exists();
  }

  /// With its quotes; missing in an array.
  JsonValue name() {
    return name;
  }

  JsonValue value() {
    return value;
  }
}

package atoll.volumeserver.query;

/// What is asked of an element. Confined to one query.
///
/// @param comparison of what the path leads to, or of the element itself where it is empty; with
///   `~true`, `~false`, `~null` or `~*` it is whether that means so, or is there at all, that is
///   compared with true
record Condition(JsonPath path, Comparison comparison) {

  /// Asks only whether something is there.
  static Condition exists(String path) {
    return new Condition(new JsonPath(path), new Comparison("", ""));
  }

  boolean holds(JsonValue element, Effort effort) {
    if (element.isContainer()) {
      return holdsFor(path.find(element.span(), effort), effort);
    }
    return path.isEmpty() && holdsFor(element, effort);
  }

  private boolean holdsFor(JsonValue value, Effort effort) {
    if (!comparison.wanted().startsWith("~")) {
      return comparison.holds(value, effort);
    }
    return switch (comparison.wanted()) {
      case "~*" -> holdsFor(value.exists());
      case "~null" -> holdsFor(value.kind() == JsonValue.Kind.NULL);
      case "~true" -> holdsFor(value.isTrue());
      case "~false" -> holdsFor(value.isFalse());
      default -> false;
    };
  }

  private boolean holdsFor(boolean meaning) {
    Comparison withTrue = new Comparison(comparison.operator(), "true");
    return withTrue.operator().isEmpty()
        || (meaning ? withTrue.holdsForTrue() : withTrue.holdsForFalse());
  }
}

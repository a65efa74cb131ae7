package atoll.volumeserver.query;

/// Which values pass: those whose member at a path compares so with a text. A value without that
/// member never passes. Confined to one query.
record LineFilter(JsonPath field, Comparison comparison) {

  boolean passes(JsonValue value, Effort effort) {
    effort.begin();
    return comparison.holds(field.find(value.span(), effort), effort);
  }
}

package atoll.volumeserver.query;

/// How a printed value shall look. Immutable.
///
/// @param width of a line with an array in it
/// @param prefix of each line
record PrettyStyle(long width, String prefix, String indent, boolean sorts) {

  static PrettyStyle of(String argument, Effort effort) {
    long width = 80;
    String prefix = "";
    String indent = "  ";
    boolean sorts = false;
    JsonMembers members = new JsonMembers(JsonValue.first(Span.of(argument)), effort);
    while (members.next()) {
      JsonValue value = members.value();
      switch (members.name().exists() ? members.name().string() : "") {
        case "sortKeys" -> sorts = value.isTrue();
        case "indent" -> indent = space(value);
        case "prefix" -> prefix = space(value);
        case "width" -> width = JsonNumber.whole(value);
        default -> {
          // Nobody knows it.
        }
      }
    }
    return new PrettyStyle(width, prefix, indent, sorts);
  }

  private static String space(JsonValue value) {
    return value.kind() == JsonValue.Kind.STRING
        ? value.string().replaceAll("[^ \t\r\n]", "")
        : value.raw().replaceAll("[^ \t\r\n]", "");
  }
}

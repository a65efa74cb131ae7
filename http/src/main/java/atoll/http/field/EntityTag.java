package atoll.http.field;

import java.util.Optional;

/// An entity tag (RFC 9110, section 8.8.3). Immutable.
///
/// @param opaque what stands between the quotes
/// @param weak whether it is `W/"…"`
public record EntityTag(String opaque, boolean weak) {

  public static EntityTag strong(String opaque) {
    return new EntityTag(opaque, false);
  }

  /// Reads one tag and nothing else.
  public static Optional<EntityTag> parse(String text) {
    boolean weak = text.startsWith("W/");
    String quoted = weak ? text.substring(2) : text;
    if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
      return Optional.empty();
    }
    String opaque = quoted.substring(1, quoted.length() - 1);
    return isOpaque(opaque) ? Optional.of(new EntityTag(opaque, weak)) : Optional.empty();
  }

  static boolean isOpaque(String text) {
    return text.chars().allMatch(c -> c > 0x20 && c != '"' && c != 0x7f);
  }

  /// For `If-Match` and `If-Range`: a weak tag equals nothing.
  public boolean equalsStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /// For `If-None-Match`.
  public boolean equalsWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  /// The header value.
  public String format() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }
}

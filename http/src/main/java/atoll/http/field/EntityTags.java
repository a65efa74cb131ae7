package atoll.http.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The value of `If-Match` or `If-None-Match`: `*`, or tags. Immutable.
public record EntityTags(boolean any, List<EntityTag> tags) {

  public EntityTags {
    tags = List.copyOf(tags);
  }

  /// Reads a header value, several fields joined by commas; empty for anything malformed.
  public static Optional<EntityTags> parse(String value) {
    String text = value.strip();
    if (text.equals("*")) {
      return Optional.of(new EntityTags(true, List.of()));
    }
    List<EntityTag> found = new ArrayList<>();
    int at = 0;
    boolean wantsComma = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t') {
        at++;
      } else if (c == ',') {
        wantsComma = false;
        at++;
      } else {
        int open = text.startsWith("W/", at) ? at + 2 : at;
        int close =
            open < text.length() && text.charAt(open) == '"' ? text.indexOf('"', open + 1) : -1;
        Optional<EntityTag> tag =
            close < 0 ? Optional.empty() : EntityTag.parse(text.substring(at, close + 1));
        if (tag.isEmpty() || wantsComma) {
          return Optional.empty();
        }
        found.add(tag.get());
        wantsComma = true;
        at = close + 1;
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(new EntityTags(false, found));
  }

  /// Whether `If-Match` holds for a representation with this tag.
  public boolean matchesStrongly(EntityTag present) {
    return any || tags.stream().anyMatch(present::equalsStrongly);
  }

  /// Whether `If-None-Match` names this tag: then it does not hold.
  public boolean matchesWeakly(EntityTag present) {
    return any || tags.stream().anyMatch(present::equalsWeakly);
  }
}

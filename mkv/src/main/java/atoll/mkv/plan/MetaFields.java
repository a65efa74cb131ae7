package atoll.mkv.plan;

import atoll.http.Headers;
import atoll.mkv.record.Sidecar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a client says of its value in headers `X-Mkv-Meta-NAME`: kept in the sidecar as `meta-NAME`
/// and told with the value.
public final class MetaFields {

  /// What such headers begin with.
  public static final String HEADER = "X-Mkv-Meta-";

  /// The most bytes of all names and values of a value.
  public static final int MOST_CHARS = 2048;

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  private MetaFields() {}

  /// What became of the headers.
  public sealed interface Reading {

    /// They make sense; there may be none.
    record Given(List<Sidecar.Field> fields) implements Reading {}

    /// They do not.
    record Wrong(Refusal why) implements Reading {}
  }

  /// Reads them.
  public static Reading of(Headers headers) {
    List<Sidecar.Field> fields = new ArrayList<>();
    int chars = 0;
    for (int index = 0; index < headers.size(); index++) {
      if (!headers.name(index).regionMatches(true, 0, HEADER, 0, HEADER.length())) {
        continue;
      }
      String name = headers.name(index).substring(HEADER.length()).toLowerCase(Locale.ROOT);
      String value = headers.value(index);
      chars += name.length() + value.length();
      boolean twice = fields.stream().anyMatch(one -> one.name().equals(Sidecar.META + name));
      if (twice || !NAME.matcher(name).matches() || value.chars().anyMatch(c -> c < 0x20)) {
        return wrong("a name of a-z, 0-9 and - that is there once, and text of one line");
      }
      if (chars > MOST_CHARS) {
        return wrong("at most " + MOST_CHARS + " characters in all");
      }
      fields.add(new Sidecar.Field(Sidecar.META + name, value));
    }
    return new Reading.Given(List.copyOf(fields));
  }

  private static Reading wrong(String wanted) {
    return new Reading.Wrong(new Refusal.BadRequest(HEADER + "…: " + wanted));
  }

  /// The header in which a field is told.
  public static String header(Sidecar.Field field) {
    return HEADER + field.name().substring(Sidecar.META.length());
  }
}

package atoll.http.field;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The header `Accept-Encoding` (RFC 9110, section 12.5.3). Immutable.
///
/// @param weights each coding in lower case with its weight in thousandths
public record AcceptEncoding(Map<String, Integer> weights) {

  private static final int FULL = 1000;

  public AcceptEncoding {
    weights = Map.copyOf(weights);
  }

  /// Reads a header value, leaving out what is malformed.
  public static AcceptEncoding parse(String value) {
    Map<String, Integer> found = new LinkedHashMap<>();
    for (String each : value.split(",", -1)) {
      String text = each.strip();
      int semicolon = text.indexOf(';');
      String coding = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
      int weight = semicolon < 0 ? FULL : weight(text.substring(semicolon + 1).strip());
      if (weight >= 0 && Parameters.isPlainToken(coding)) {
        found.put(coding.toLowerCase(Locale.ROOT), weight);
      }
    }
    return new AcceptEncoding(found);
  }

  /// The weight of a coding in thousandths; 0 means not accepted. `identity` is accepted unless it
  /// is excluded.
  public int weight(String coding, boolean identity) {
    Integer named = weights.get(coding);
    if (named != null) {
      return named;
    }
    Integer others = weights.get("*");
    if (others != null) {
      return others;
    }
    return identity ? 1 : 0;
  }

  public boolean accepts(String coding) {
    return weight(coding, coding.equals("identity")) > 0;
  }

  /// `q=0.5` in thousandths, or -1.
  private static int weight(String text) {
    boolean shaped =
        text.length() >= 3
            && (text.charAt(0) == 'q' || text.charAt(0) == 'Q')
            && text.substring(2).matches("(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)");
    if (!shaped || text.charAt(1) != '=') {
      return -1;
    }
    return (int) Math.round(Double.parseDouble(text.substring(2)) * FULL);
  }
}

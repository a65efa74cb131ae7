package atoll.http.field;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The `traceparent` header of W3C Trace Context, version 00. Immutable.
///
/// @param traceId 32 lower-case hexadecimal digits, not all zero
/// @param spanId 16 of them, not all zero: the caller's span
/// @param flags one byte; bit 0 means sampled
public record TraceParent(String traceId, String spanId, int flags) {

  public static final String HEADER = "traceparent";

  /// Reads a header value. A malformed one counts as none, as the recommendation asks; a newer
  /// version is read as far as version 00 goes.
  public static Optional<TraceParent> parse(String value) {
    // 00-<32 hex>-<16 hex>-<2 hex>
    boolean shaped =
        value.length() >= 55
            && value.charAt(2) == '-'
            && value.charAt(35) == '-'
            && value.charAt(52) == '-'
            && isHex(value, 0, 2)
            && isHex(value, 3, 35)
            && isHex(value, 36, 52)
            && isHex(value, 53, 55);
    if (!shaped || value.startsWith("ff")) {
      return Optional.empty();
    }
    boolean longer = value.length() > 55;
    if (longer && (value.startsWith("00") || value.charAt(55) != '-')) {
      return Optional.empty();
    }
    String traceId = value.substring(3, 35);
    String spanId = value.substring(36, 52);
    if (isZero(traceId) || isZero(spanId)) {
      return Optional.empty();
    }
    return Optional.of(
        new TraceParent(traceId, spanId, HexFormat.fromHexDigits(value.substring(53, 55))));
  }

  /// Begins a trace, not sampled.
  public static TraceParent begin(RandomGenerator randomness) {
    HexFormat hex = HexFormat.of();
    String traceId = hex.toHexDigits(randomness.nextLong()) + span(randomness);
    return new TraceParent(traceId, span(randomness), 0);
  }

  /// The same trace with a span of its own, for a request that we make ourselves.
  public TraceParent child(RandomGenerator randomness) {
    return new TraceParent(traceId, span(randomness), flags);
  }

  /// The header value.
  public String format() {
    return "00-" + traceId + '-' + spanId + '-' + HexFormat.of().toHexDigits((byte) flags);
  }

  private static String span(RandomGenerator randomness) {
    return HexFormat.of().toHexDigits(randomness.nextLong() | 1);
  }

  private static boolean isHex(String value, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = value.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(c -> c == '0');
  }
}

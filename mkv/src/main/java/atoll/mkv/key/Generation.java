package atoll.mkv.key;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which content of a key: each write and each deletion takes a higher one, and a blob's name holds
/// it, so that a blob never changes once it is there.
///
/// ```
/// bit 63   62..22                                    21..0
///      0   milliseconds since 2020-01-01T00:00:00Z   chance
/// ```
///
/// Time makes it likely that a generation is higher than any that was forgotten; chance keeps two
/// gateways apart that write the same key in the same millisecond.
///
/// @param value above 0
public record Generation(long value) implements Comparable<Generation> {

  private static final long BEGIN_MILLIS = 1_577_836_800_000L;
  private static final int CHANCE_BITS = 22;
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{16}");

  public Generation {
    Check.that(value > 0, () -> "a generation is above zero: " + value);
  }

  /// The one for a new write.
  ///
  /// @param previous what the key had before, if anything is known of it
  /// @param epochMillis the wall clock, which may be wrong
  /// @param chance any number
  public static Generation next(Optional<Generation> previous, long epochMillis, long chance) {
    long time = Math.clamp(epochMillis - BEGIN_MILLIS, 0, Long.MAX_VALUE >>> CHANCE_BITS);
    long fresh = (time << CHANCE_BITS) | (chance & ((1L << CHANCE_BITS) - 1));
    return new Generation(Math.max(Math.max(fresh, 1), previous.map(p -> p.value + 1).orElse(1L)));
  }

  /// The one that follows at once: of a tombstone, or of a change of state.
  public Generation following() {
    return new Generation(value + 1);
  }

  /// Reads what [#toHex()] gave.
  ///
  /// @throws AtollException `CORRUPT` for anything else
  public static Generation parse(String digits) {
    long value = DIGITS.matcher(digits).matches() ? Long.parseUnsignedLong(digits, 16) : 0;
    if (value <= 0) {
      throw new AtollException(
          Fault.CORRUPT, "\"" + digits + "\" is no generation: 16 hexadecimal digits");
    }
    return new Generation(value);
  }

  /// Sixteen lower-case hexadecimal digits.
  public String toHex() {
    return HexFormat.of().toHexDigits(value);
  }

  @Override
  public int compareTo(Generation other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return toHex();
  }
}

package atoll.volume.needle;

import atoll.kit.Check;

/// How long a needle or a volume lives: a count and a unit, one byte each.
///
/// Both bytes are kept as they were found, even a unit that nobody defined, so that what is read
/// can be written back unchanged.
public record Ttl(int count, int unit) {

  public static final Ttl NONE = new Ttl(0, 0);

  /// Size in needles and super blocks.
  public static final int BYTES = 2;

  /// The letters of units 1 to 6.
  private static final String LETTERS = "mhdwMy";

  private static final long[] UNIT_MINUTES = {0, 1, 60, 1440, 10_080, 43_200, 525_600};

  /// The units in which a count of seconds is first tried to fit without loss.
  private static final int[] LARGEST_FIRST = {6, 5, 4, 3, 2};

  private static final int COUNT_MAX = 255;

  public Ttl {
    Check.that(count >= 0 && count <= 255 && unit >= 0 && unit <= 255, "a TTL has two bytes");
  }

  /// Reads `3m`, `4h`, `5d`, `6w`, `7M`, `8y`, or a bare number of minutes; an empty text is none.
  ///
  /// The result is the largest unit that expresses the time exactly with a count of at most 255
  /// (`7d` becomes `1w`), else the smallest unit whose count fits, rounded down; a time that fits
  /// nowhere is none, without complaint.
  public static Parsed<Ttl> parse(String text) {
    Read read = read(text);
    return read.error.isEmpty() ? Parsed.value(read.ttl) : Parsed.malformed(read.error);
  }

  /// As [#parse], for the callers that ignore what is wrong, as uploads do.
  public static Ttl parseLeniently(String text) {
    return read(text).ttl;
  }

  /// From the 32-bit form of messages: the count in bits 8 to 15, the unit in bits 0 to 7.
  public static Ttl fromWire(int wire) {
    return new Ttl((wire >>> 8) & 0xff, wire & 0xff);
  }

  /// The 32-bit form of messages; 0 if the count is 0.
  public int toWire() {
    return count == 0 ? 0 : (count << 8) | unit;
  }

  public boolean isNone() {
    return count == 0 && unit == 0;
  }

  /// 0 if the unit is none of the six.
  public long minutes() {
    return unit < UNIT_MINUTES.length ? count * UNIT_MINUTES[unit] : 0;
  }

  public long seconds() {
    return minutes() * 60;
  }

  /// Count and letter; empty if this is no time at all.
  @Override
  public String toString() {
    boolean sayable = count != 0 && unit > 0 && unit <= LETTERS.length();
    return sayable ? "" + count + LETTERS.charAt(unit - 1) : "";
  }

  private record Read(Ttl ttl, String error) {}

  private static Read read(String text) {
    if (text.isEmpty()) {
      return new Read(NONE, "");
    }
    String bytes = GoNumber.bytesOf(text);
    int last = bytes.length() - 1;
    char letter = bytes.charAt(last);
    boolean bare = letter >= '0' && letter <= '9';
    GoNumber.Signed count = GoNumber.signed(bare ? bytes : bytes.substring(0, last));
    int unit = bare ? 1 : LETTERS.indexOf(letter) + 1;
    return new Read(fit(count.value() * UNIT_MINUTES[unit] * 60), count.error());
  }

  /// @param seconds unsigned: a negative count is a very long time, as it is for the Go server
  private static Ttl fit(long seconds) {
    if (seconds == 0) {
      return NONE;
    }
    for (int unit : LARGEST_FIRST) {
      long unitSeconds = UNIT_MINUTES[unit] * 60;
      if (Long.remainderUnsigned(seconds, unitSeconds) == 0
          && Long.compareUnsigned(Long.divideUnsigned(seconds, unitSeconds), COUNT_MAX) <= 0) {
        return new Ttl((int) Long.divideUnsigned(seconds, unitSeconds), unit);
      }
    }
    for (int unit = 1; unit < UNIT_MINUTES.length; unit++) {
      long count = Long.divideUnsigned(seconds, UNIT_MINUTES[unit] * 60);
      if (Long.compareUnsigned(count, COUNT_MAX) <= 0) {
        return new Ttl((int) count, unit);
      }
    }
    return NONE;
  }
}

package atoll.kit.unit;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes as people write it: `30GB` is thirty times a thousand million, `10GiB` ten
/// times 1024³, `512` bytes.
public record DataSize(long bytes) implements Comparable<DataSize> {

  private static final Pattern TEXT =
      Pattern.compile("([0-9]{1,25}(?:\\.[0-9]{1,25})?) ?([A-Za-z]*)");

  private static final String ACCEPTED =
      "a size is a number and a unit, like 512, 30GB, 10GiB or 1.5 MiB;"
          + " KB MB GB TB PB EB count in thousands, KiB MiB GiB TiB PiB EiB in 1024s";

  /// The units, largest first.
  private enum Unit {
    EiB(1L << 60),
    EB(1_000_000_000_000_000_000L),
    PiB(1L << 50),
    PB(1_000_000_000_000_000L),
    TiB(1L << 40),
    TB(1_000_000_000_000L),
    GiB(1L << 30),
    GB(1_000_000_000L),
    MiB(1L << 20),
    MB(1_000_000L),
    KiB(1L << 10),
    KB(1_000L),
    B(1L);

    final long bytes;

    Unit(long bytes) {
      this.bytes = bytes;
    }
  }

  public DataSize {
    Check.that(bytes >= 0, () -> "a size cannot be negative: " + bytes);
  }

  public static DataSize ofBytes(long bytes) {
    return new DataSize(bytes);
  }

  public static DataSize ofKibibytes(long count) {
    return new DataSize(Math.multiplyExact(count, Unit.KiB.bytes));
  }

  public static DataSize ofMebibytes(long count) {
    return new DataSize(Math.multiplyExact(count, Unit.MiB.bytes));
  }

  public static DataSize ofGibibytes(long count) {
    return new DataSize(Math.multiplyExact(count, Unit.GiB.bytes));
  }

  /// Parses a size as people write it, in either case.
  ///
  /// @throws AtollException `BAD_INPUT` for anything but a whole number of bytes below 8 EiB
  public static DataSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw bad(text, ACCEPTED);
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    BigDecimal unit = BigDecimal.valueOf(unit(text, matcher.group(2)).bytes);
    try {
      return new DataSize(number.multiply(unit).longValueExact());
    } catch (ArithmeticException misfit) {
      throw bad(text, "it must be a whole number of bytes and less than 8EiB");
    }
  }

  private static Unit unit(String text, String name) {
    if (name.isEmpty()) {
      return Unit.B;
    }
    for (Unit unit : Unit.values()) {
      if (unit.name().equalsIgnoreCase(name)) {
        return unit;
      }
    }
    throw bad(text, ACCEPTED);
  }

  private static AtollException bad(String text, String accepted) {
    return new AtollException(Fault.BAD_INPUT, "\"" + text + "\" is not a size: " + accepted);
  }

  /// Exactly this size, in the largest unit that gives a whole number: `30GB`, `8MiB`, `1025B`.
  /// [#parse] reads it back.
  public String exact() {
    for (Unit unit : Unit.values()) {
      if (bytes % unit.bytes == 0 && bytes > 0) {
        return bytes / unit.bytes + unit.name();
      }
    }
    return "0B";
  }

  /// About this size, in at most four digits and a binary unit: `1.5 GiB`, `512 B`.
  public String brief() {
    return brief((double) bytes);
  }

  /// As [#brief()], for sizes that are not whole numbers.
  static String brief(double bytes) {
    Unit unit = Unit.B;
    for (Unit larger : new Unit[] {Unit.KiB, Unit.MiB, Unit.GiB, Unit.TiB, Unit.PiB, Unit.EiB}) {
      // 1023.5 of a unit would be printed as 1024.
      if (bytes >= larger.bytes - unit.bytes * 0.5) {
        unit = larger;
      }
    }
    return ForPeople.upToOneDecimal(bytes / unit.bytes) + " " + unit.name();
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /// The same as [#exact()].
  @Override
  public String toString() {
    return exact();
  }
}

package atoll.volume.info;

import atoll.volume.info.JsonReader.JsonException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// The members of a JSON table as protobuf's JSON form understands them: a member may go by several
/// names, must come once, and null means that it is absent.
final class JsonTable {

  private static final BigInteger TWO_POW_64 = BigInteger.ONE.shiftLeft(64);

  /// Numbers longer than this, or with larger exponents, are no 64-bit numbers.
  private static final int NUMBER_CHARACTERS_MAX = 64;

  private static final int SCALE_MAX = 64;

  private final List<Json.Member> members;

  private JsonTable(List<Json.Member> members) {
    this.members = members;
  }

  static JsonTable of(Json value) throws JsonException {
    if (value instanceof Json.Table(List<Json.Member> members)) {
      return new JsonTable(members);
    }
    throw new JsonException("a table is expected where there is none");
  }

  int unsigned32(String... names) throws JsonException {
    return integer(BigInteger.ZERO, BigInteger.ONE.shiftLeft(32), names).intValue();
  }

  long unsigned64(String... names) throws JsonException {
    return integer(BigInteger.ZERO, TWO_POW_64, names).longValue();
  }

  long signed64(String... names) throws JsonException {
    BigInteger half = TWO_POW_64.shiftRight(1);
    return integer(half.negate(), half, names).longValue();
  }

  String text(String... names) throws JsonException {
    Optional<Json> value = find(names);
    if (value.isEmpty()) {
      return "";
    }
    if (value.get() instanceof Json.Text(String text)) {
      return text;
    }
    throw new JsonException(names[0] + " is no text");
  }

  boolean bool(String... names) throws JsonException {
    Optional<Json> value = find(names);
    if (value.isEmpty()) {
      return false;
    }
    if (value.get() instanceof Json.Bool(boolean bool)) {
      return bool;
    }
    throw new JsonException(names[0] + " is neither true nor false");
  }

  List<Json> list(String... names) throws JsonException {
    Optional<Json> value = find(names);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof Json.Array(List<Json> items)) {
      return items;
    }
    throw new JsonException(names[0] + " is no list");
  }

  /// The value of the one member that goes by one of `names`.
  Optional<Json> find(String... names) throws JsonException {
    List<String> wanted = List.of(names);
    List<Json.Member> found =
        members.stream().filter(member -> wanted.contains(member.name())).toList();
    if (found.size() > 1) {
      throw new JsonException(names[0] + " comes twice");
    }
    return found.isEmpty() || found.getFirst().value() instanceof Json.Null
        ? Optional.empty()
        : Optional.of(found.getFirst().value());
  }

  private BigInteger integer(BigInteger from, BigInteger to, String... names) throws JsonException {
    Optional<Json> value = find(names);
    if (value.isEmpty()) {
      return BigInteger.ZERO;
    }
    String text =
        switch (value.get()) {
          case Json.Numeral(String number) -> number;
          case Json.Text(String quoted) -> quoted;
          case Json.Table _, Json.Array _, Json.Bool _, Json.Null _ -> "";
        };
    if (text.length() <= NUMBER_CHARACTERS_MAX && JsonReader.isNumber(text)) {
      Optional<BigInteger> whole = whole(text);
      if (whole.isPresent() && whole.get().compareTo(from) >= 0 && whole.get().compareTo(to) < 0) {
        return whole.get();
      }
    }
    throw new JsonException(names[0] + " is no whole number within its range");
  }

  private static Optional<BigInteger> whole(String number) {
    BigDecimal decimal;
    try {
      decimal = new BigDecimal(number);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    if (decimal.signum() == 0) {
      return Optional.of(BigInteger.ZERO);
    }
    BigDecimal shortest = decimal.stripTrailingZeros();
    return shortest.scale() > 0 || shortest.scale() < -SCALE_MAX
        ? Optional.empty()
        : Optional.of(shortest.toBigIntegerExact());
  }
}

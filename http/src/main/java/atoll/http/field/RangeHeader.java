package atoll.http.field;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The `Range` header (RFC 9110, section 14.2) as it was asked, before the size is known. What to
/// do with many, overlapping or unsatisfiable ranges is the product's affair. Immutable.
public record RangeHeader(List<Asked> asked) {

  /// More digits than a long holds count as this: beyond any size.
  private static final long BEYOND = Long.MAX_VALUE;

  /// One of the ranges.
  public sealed interface Asked {

    /// `a-b` or, with `last` beyond any size, `a-`.
    record FromTo(long first, long last) implements Asked {}

    /// `-n`: the last n bytes.
    record Last(long length) implements Asked {}

    /// The bytes that this means in a representation of that size; empty if there are none.
    default Optional<ByteRange> in(long size) {
      return switch (this) {
        case FromTo range ->
            range.first() >= size
                ? Optional.empty()
                : Optional.of(
                    new ByteRange(
                        range.first(), Math.min(range.last(), size - 1) - range.first() + 1));
        case Last range -> {
          long length = Math.min(range.length(), size);
          yield length == 0 ? Optional.empty() : Optional.of(new ByteRange(size - length, length));
        }
      };
    }
  }

  public RangeHeader {
    asked = List.copyOf(asked);
  }

  /// Reads a header value.
  ///
  /// @return empty for another unit than bytes, for anything malformed and for more than `most`
  ///   ranges: the RFC lets a server ignore all of these
  public static Optional<RangeHeader> parse(String value, int most) {
    if (value.length() < 6 || !value.substring(0, 6).equalsIgnoreCase("bytes=")) {
      return Optional.empty();
    }
    List<Asked> asked = new ArrayList<>();
    for (String each : value.substring(6).split(",", -1)) {
      String text = each.strip();
      if (text.isEmpty()) {
        continue;
      }
      Optional<Asked> one = one(text);
      if (one.isEmpty() || asked.size() == most) {
        return Optional.empty();
      }
      asked.add(one.get());
    }
    return asked.isEmpty() ? Optional.empty() : Optional.of(new RangeHeader(asked));
  }

  private static Optional<Asked> one(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    long first = number(text, 0, dash);
    long last = number(text, dash + 1, text.length());
    if (first == -2 || last == -2 || (first == -1 && last == -1)) {
      return Optional.empty();
    }
    if (first == -1) {
      return Optional.of(new Asked.Last(last));
    }
    if (last == -1) {
      return Optional.of(new Asked.FromTo(first, BEYOND));
    }
    return last < first ? Optional.empty() : Optional.of(new Asked.FromTo(first, last));
  }

  /// The number at that place; -1 where nothing stands, -2 where something else does.
  private static long number(String text, int from, int to) {
    if (from == to) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -2;
      }
      value = value > (BEYOND - 9) / 10 ? BEYOND : 10 * value + (c - '0');
    }
    return value;
  }

  /// All ranges that exist in a representation of that size, in the order they were asked; none
  /// means 416.
  public List<ByteRange> in(long size) {
    return asked.stream().flatMap(each -> each.in(size).stream()).toList();
  }

  /// Puts ranges in ascending order and joins those that overlap or lie at most `gap` bytes apart.
  public static List<ByteRange> coalesce(List<ByteRange> ranges, long gap) {
    List<ByteRange> joined = new ArrayList<>();
    for (ByteRange each :
        ranges.stream().sorted(Comparator.comparingLong(ByteRange::first)).toList()) {
      if (!joined.isEmpty() && each.first() - joined.getLast().last() - 1 <= gap) {
        ByteRange before = joined.removeLast();
        long last = Math.max(before.last(), each.last());
        joined.add(new ByteRange(before.first(), last - before.first() + 1));
      } else {
        joined.add(each);
      }
    }
    return joined;
  }
}

package atoll.volumeserver.blob;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a `Range` header asks of a body, with the Go server's own reading of it: the first byte may
/// lie right behind the end, and ranges that ask for more than there is altogether get nothing.
sealed interface RangePlan {

  /// The whole body, 200.
  record Whole() implements RangePlan {}

  /// 200 without a body: no range, or more bytes than the body has.
  record Nothing() implements RangePlan {}

  /// 416.
  record Invalid() implements RangePlan {}

  /// 206.
  record One(ByteSpan span) implements RangePlan {}

  /// 206 as `multipart/byteranges`.
  record Many(List<ByteSpan> spans) implements RangePlan {
    public Many {
      spans = List.copyOf(spans);
    }
  }

  RangePlan WHOLE = new Whole();

  /// The text of a 416.
  String INVALID_TEXT = "invalid range\n";

  /// More ranges than anyone needs are refused.
  int RANGES_MAX = 1024;

  /// Reads a header.
  ///
  /// @param header null without one
  static RangePlan of(@Nullable String header, long size) {
    if (header == null || header.isEmpty()) {
      return WHOLE;
    }
    if (!header.startsWith("bytes=")) {
      return new Invalid();
    }
    List<ByteSpan> spans = new ArrayList<>(2);
    long sum = 0;
    for (String each : header.substring("bytes=".length()).split(",", -1)) {
      String text = each.strip();
      if (text.isEmpty()) {
        continue;
      }
      ByteSpan span = span(text, size);
      if (span == null || spans.size() == RANGES_MAX) {
        return new Invalid();
      }
      spans.add(span);
      sum += span.length();
    }
    if (spans.isEmpty() || sum > size) {
      return new Nothing();
    }
    return spans.size() == 1 ? new One(spans.getFirst()) : new Many(spans);
  }

  private static @Nullable ByteSpan span(String text, long size) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return null;
    }
    String from = text.substring(0, dash).strip();
    long to = number(text.substring(dash + 1).strip());
    if (from.isEmpty()) {
      return to < 0 ? null : new ByteSpan(size - Math.min(to, size), Math.min(to, size));
    }
    long first = number(from);
    if (first < 0 || first > size) {
      return null;
    }
    if (text.substring(dash + 1).isBlank()) {
      return new ByteSpan(first, size - first);
    }
    return to < first ? null : new ByteSpan(first, Math.min(to, size - 1) - first + 1);
  }

  /// -1 for anything but digits that a long holds.
  private static long number(String text) {
    if (text.isEmpty() || text.length() > 18) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = 10 * value + (c - '0');
    }
    return value;
  }
}

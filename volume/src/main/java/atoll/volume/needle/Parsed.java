package atoll.volume.needle;

import java.util.function.Function;

/// What came of reading a text that somebody typed or sent.
public sealed interface Parsed<T> {

  /// It reads as `value`.
  record Value<T>(T value) implements Parsed<T> {}

  /// It cannot be read.
  ///
  /// @param text in the words of the Go server, so that a door can answer with it unchanged
  record Malformed<T>(String text) implements Parsed<T> {}

  static <T> Parsed<T> value(T value) {
    return new Value<>(value);
  }

  static <T> Parsed<T> malformed(String text) {
    return new Malformed<>(text);
  }

  /// Carries on with the value, or passes the text of the first failure through.
  default <U> Parsed<U> then(Function<? super T, Parsed<U>> next) {
    return switch (this) {
      case Value<T>(T value) -> next.apply(value);
      case Malformed<T>(String text) -> malformed(text);
    };
  }

  /// The same failure with `prefix` before its text.
  default Parsed<T> explained(String prefix) {
    return switch (this) {
      case Value<T> value -> value;
      case Malformed<T>(String text) -> malformed(prefix + text);
    };
  }
}

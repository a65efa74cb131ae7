package atoll.moray;

import atoll.fast.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An answer that is taken value by value. It holds a connection until its last value was taken or
/// it is closed; a reader that closes it earlier costs the pool that connection. At most
/// `fast.unread.max` bytes of values wait for their reader, however many the server has: it is held
/// up meanwhile.
///
/// ```java
/// try (Rows<MorayObject> found = client.findObjects("manta", filter, options)) {
///   found.forEach(object -> …);
/// }
/// ```
///
/// Confined to its caller.
///
/// @param <T> a value
public final class Rows<T> implements AutoCloseable {

  /// What a value means.
  @FunctionalInterface
  interface Reading<T> {
    T of(Answer answer);
  }

  private final Exchange exchange;
  private final Reading<T> reading;

  Rows(Exchange exchange, Reading<T> reading) {
    this.exchange = exchange;
    this.reading = reading;
  }

  /// Waits for the next value; empty after the last one.
  ///
  /// @throws MorayException if the server refused the call, perhaps after some values
  /// @throws atoll.kit.AtollException if the rest of the answer did not come: `UNREACHABLE`,
  ///   `TIMEOUT`, `CLOSED`, `CANCELLED`, or `CORRUPT` if it makes no sense
  public Optional<T> next() {
    return exchange.next().map(this::read);
  }

  private T read(Json value) {
    return reading.of(new Answer(exchange, value));
  }

  /// Takes all values that are left.
  public void forEach(Consumer<? super T> use) {
    for (Optional<T> value = next(); value.isPresent(); value = next()) {
      use.accept(value.get());
    }
  }

  /// Takes all values that are left into memory.
  ///
  /// @param most how many may be there
  /// @throws atoll.kit.AtollException `TOO_LARGE` if there are more
  public List<T> toList(int most) {
    List<T> all = new ArrayList<>();
    forEach(value -> {
      if (all.size() == most) {
        throw exchange.tooMany(most);
      }
      all.add(value);
    });
    return List.copyOf(all);
  }

  @Override
  public void close() {
    exchange.close();
  }
}

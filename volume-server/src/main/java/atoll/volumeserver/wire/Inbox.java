package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.unit.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Messages of a stream on their way from gRPC's threads to the one that takes them. It holds no
/// more than were asked for.
///
/// Shared (a concurrent queue); taking is confined to one thread.
final class Inbox<M> {

  /// What is in the queue: a message, or the end.
  private sealed interface Arrived<M> {

    record Message<M>(M message) implements Arrived<M> {}

    /// @param failure null if the other side had nothing more to say
    record End<M>(@Nullable AtollException failure) implements Arrived<M> {}
  }

  private final String what;
  private final Duration idle;
  private final Runnable askForMore;
  private final LinkedBlockingQueue<Arrived<M>> arrived = new LinkedBlockingQueue<>();

  /// @param what is done, as a message begins
  /// @param idle how long the other side may be silent
  /// @param askForMore lets one more message come; called for each that was taken
  Inbox(String what, Duration idle, Runnable askForMore) {
    this.what = what;
    this.idle = idle;
    this.askForMore = askForMore;
  }

  void add(M message) {
    arrived.add(new Arrived.Message<>(message));
  }

  void end(@Nullable AtollException failure) {
    arrived.add(new Arrived.End<>(failure));
  }

  /// Hands all messages over, one by one, until the end.
  void drain(Consumer<? super M> taker) {
    for (Optional<M> next = take(); next.isPresent(); next = take()) {
      taker.accept(next.get());
    }
  }

  /// The next message; empty at the end.
  ///
  /// @throws AtollException `TIMEOUT` if the other side is silent, else as the stream ended
  Optional<M> take() {
    Arrived<M> next;
    try {
      next = arrived.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, what + " was interrupted", e);
    }
    return switch (next) {
      case null ->
          throw new AtollException(
              Fault.TIMEOUT,
              "%s failed: nothing came for %s".formatted(what, Durations.brief(idle)));
      case Arrived.Message<M>(M message) -> {
        askForMore.run();
        yield Optional.of(message);
      }
      case Arrived.End<M>(AtollException failure) -> {
        // Whoever asks again hears the same.
        arrived.add(next);
        if (failure != null) {
          throw failure;
        }
        yield Optional.empty();
      }
    };
  }
}

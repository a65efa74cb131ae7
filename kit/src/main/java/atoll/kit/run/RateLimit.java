package atoll.kit.run;

import atoll.kit.Check;
import atoll.kit.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A rate of bytes that several pieces of work keep together. Each takes its bytes before it moves
/// them, and waits until those that others took before are due: they share the rate in the order in
/// which they ask.
///
/// What was not used for a while is lost but for [#BURST], so that work which pauses does not make
/// up for it in one go. Shared (guarded by its lock, under which nobody waits).
public final class RateLimit {

  /// Keeps nobody waiting.
  public static final RateLimit NONE =
      new RateLimit(
          0,
          null,
          time -> {
            throw new AssertionError("nobody waits for no rate");
          });

  private static final Duration BURST = Duration.ofMillis(100);
  private static final long PAUSE_NANOS_MIN = 1_000_000;

  private final double bytesPerSecond;
  private final @Nullable Clock clock;
  private final Consumer<Duration> pause;
  private long dueAt;

  private RateLimit(long bytesPerSecond, @Nullable Clock clock, Consumer<Duration> pause) {
    this.bytesPerSecond = bytesPerSecond;
    this.clock = clock;
    this.pause = pause;
    this.dueAt = clock == null ? 0 : clock.nanos() - BURST.toNanos();
  }

  /// A limit for everybody who is given it.
  ///
  /// @param bytesPerSecond 0 for no limit
  /// @param pause lets time pass for the caller, for example `runner::pause`
  public static RateLimit of(long bytesPerSecond, Clock clock, Consumer<Duration> pause) {
    Check.that(bytesPerSecond >= 0, "a rate is not negative");
    return bytesPerSecond == 0 ? NONE : new RateLimit(bytesPerSecond, clock, pause);
  }

  /// Takes the right to move so many bytes, and waits for its moment. More than the rate of a
  /// second is taken at once too: whoever comes next waits for it.
  ///
  /// @throws atoll.kit.AtollException as `pause` does; the bytes count as moved
  public void take(long bytes) {
    if (clock == null) {
      return;
    }
    long early;
    synchronized (this) {
      long now = clock.nanos();
      long begin = Math.max(dueAt - now, -BURST.toNanos());
      dueAt = now + begin + (long) (bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1));
      early = begin;
    }
    if (early >= PAUSE_NANOS_MIN) {
      pause.accept(Duration.ofNanos(early));
    }
  }
}

package atoll.cueball;

import atoll.kit.run.Signal;
import org.jspecify.annotations.Nullable;

/// A claim that waits for its turn. Guarded by the stock's lock, but for what is final.
final class Waiter<C> {

  final Signal signal;
  final long sinceNanos;

  /// Whether its signal was raised and it has not looked yet. Written with the lock held; whoever
  /// gives a connection back reads it without.
  volatile boolean woken;

  /// Whether it has been found to have waited for longer than the patience. Only ever becomes true,
  /// with or without the lock.
  volatile boolean late;

  /// What it was given while it waited.
  @Nullable Claim<C> handed;

  Waiter(Signal signal, long sinceNanos) {
    this.signal = signal;
    this.sinceNanos = sinceNanos;
  }
}

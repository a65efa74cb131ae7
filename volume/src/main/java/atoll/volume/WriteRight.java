package atoll.volume;

import atoll.kit.Clock;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// The right to write a volume, which one thread at a time holds. Whoever comes while it is free
/// takes it and does its own turn and those of all who came meanwhile; whoever finds it taken
/// leaves its turn in the queue and goes away. Nobody ever waits for it.
///
/// A turn that may take long, any turn while appends are slow, and the turns of others beyond a
/// bound are not done by whoever came with something light: the right then travels to the threads
/// for work.
///
/// Shared (guarded by the count of turns: whoever raises it from zero holds the right).
final class WriteRight {

  /// What somebody wants to do with the right. It answers for its own failures and throws nothing.
  interface Turn {

    /// Whether it is quick enough for whoever happens to hold the right, an event loop perhaps.
    boolean isLight();

    void take();
  }

  private final ConcurrentLinkedQueue<Turn> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Executor work;
  private final Clock clock;
  private final VolumeLimits limits;

  /// How long a turn takes at present, smoothed; of the holder.
  private long turnNanos;

  WriteRight(Executor work, Clock clock, VolumeLimits limits) {
    this.work = work;
    this.clock = clock;
    this.limits = limits;
  }

  /// Does the turn now or soon.
  ///
  /// @return false if too many wait already; the turn is then forgotten
  boolean offer(Turn turn) {
    if (waiting.get() >= limits.writesWaitingMax()) {
      return false;
    }
    demand(turn);
    return true;
  }

  /// As [#offer], for the few turns that must not be refused.
  void demand(Turn turn) {
    queue.add(turn);
    if (waiting.getAndIncrement() == 0) {
      drain(limits.turnsOnCallerMax());
    }
  }

  private void drain(int turnsMax) {
    int left = turnsMax;
    do {
      Turn turn = Objects.requireNonNull(queue.peek());
      boolean here = left > 0 && turn.isLight() && turnNanos <= limits.slowAppend().toNanos();
      if (turnsMax != Integer.MAX_VALUE && !here && handOver()) {
        return;
      }
      queue.remove();
      long begun = clock.nanos();
      turn.take();
      turnNanos += (clock.nanos() - begun - turnNanos) / 8;
      left--;
    } while (waiting.decrementAndGet() > 0);
  }

  /// @return false if nobody else takes the right: it is then exercised here
  private boolean handOver() {
    try {
      work.execute(() -> drain(Integer.MAX_VALUE));
      return true;
    } catch (RuntimeException refused) {
      return false;
    }
  }
}

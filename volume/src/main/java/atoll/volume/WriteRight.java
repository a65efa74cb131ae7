package atoll.volume;

import atoll.kit.Clock;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// The right to write a volume, which one thread at a time holds. Whoever comes while it is free
/// takes it and does its own turn and those of all who came meanwhile; whoever finds it taken
/// leaves its turn in the queue and goes away. Nobody ever waits for it.
///
/// What turns leave to be done together is done at the latest before the right goes on to somebody
/// else, and before a turn that needs it done.
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

    /// Whether it may leave something to be done together with what others left, so that what they
    /// left need not be done before.
    boolean gathers();

    void take();
  }

  private final ConcurrentLinkedQueue<Turn> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final BooleanSupplier doGathered;
  private final Executor work;
  private final Clock clock;
  private final VolumeLimits limits;

  /// How long an append takes at present, smoothed, with all that were done together counted as
  /// one; of the holder.
  private long appendNanos;

  /// How long the turns took that left something; of the holder.
  private long gatheringNanos;

  /// @param doGathered does what turns have left, and says whether there was anything
  WriteRight(BooleanSupplier doGathered, Executor work, Clock clock, VolumeLimits limits) {
    this.doGathered = doGathered;
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
      boolean here = left > 0 && turn.isLight() && appendNanos <= limits.slowAppend().toNanos();
      if (turnsMax != Integer.MAX_VALUE && !here) {
        endGathering();
        if (handOver()) {
          return;
        }
      }
      queue.remove();
      if (turn.gathers()) {
        long begun = clock.nanos();
        turn.take();
        gatheringNanos += clock.nanos() - begun;
      } else {
        endGathering();
        turn.take();
      }
      left--;
      if (waiting.get() == 1) {
        endGathering();
      }
    } while (waiting.decrementAndGet() > 0);
  }

  private void endGathering() {
    long begun = clock.nanos();
    if (doGathered.getAsBoolean()) {
      long spent = gatheringNanos + clock.nanos() - begun;
      appendNanos += (spent - appendNanos) / 8;
    }
    gatheringNanos = 0;
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

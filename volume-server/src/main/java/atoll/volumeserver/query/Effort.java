package atoll.volumeserver.query;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.function.BooleanSupplier;

/// What a query may cost, and has cost. Confined to the thread that answers it.
final class Effort {

  /// So deep may paths, and values that are looked through to the ground, be nested: a level takes
  /// some hundred bytes of stack.
  static final int DEPTH_MAX = 500;

  /// So many parts of a value may be kept in memory at once, where they are put in another order.
  private static final int PARTS_MAX = 1 << 20;

  /// What one path may write on its way, by what it may write at once.
  private static final int MADE_FACTOR = 4;

  /// After so many steps it is asked once more whether anybody still waits.
  private static final long ASK_STEPS = 1 << 22;

  private final long stepsMax;
  private final int lengthMax;
  private final BooleanSupplier gone;
  private long steps;
  private long askAt = ASK_STEPS;
  private long made;
  private int depth;

  /// @param stepsMax characters looked at, each time they are
  /// @param lengthMax of a text that is made on the way, and of the answer
  Effort(long stepsMax, int lengthMax) {
    this(stepsMax, lengthMax, () -> false);
  }

  /// @param gone says whether nobody waits for the answer any more
  Effort(long stepsMax, int lengthMax, BooleanSupplier gone) {
    this.stepsMax = stepsMax;
    this.lengthMax = lengthMax;
    this.gone = gone;
  }

  /// For texts whose length has a limit already.
  static Effort unlimited() {
    return new Effort(Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /// Begins with another path.
  void begin() {
    made = 0;
    depth = 0;
  }

  /// @throws AtollException `TOO_LARGE` if it is too much by now, `CANCELLED` if nobody waits any
  ///   more
  void spend(long more) {
    steps += more;
    if (steps >= askAt) {
      askAt = steps + ASK_STEPS;
      if (gone.getAsBoolean()) {
        throw new AtollException(Fault.CANCELLED, "the caller has hung up");
      }
    }
    if (steps > stepsMax) {
      throw new AtollException(
          Fault.TOO_LARGE,
          "the query looks at more than %d characters; ask for less at once".formatted(stepsMax));
    }
  }

  /// One level deeper.
  void enter() {
    depth++;
    if (depth > DEPTH_MAX) {
      throw new AtollException(
          Fault.TOO_LARGE,
          "the path, or what it leads through, is nested more than %d times".formatted(DEPTH_MAX));
    }
  }

  void leave() {
    depth--;
  }

  /// One more part.
  ///
  /// @param count how many parts are kept by now
  void keep(int count) {
    if (count >= PARTS_MAX) {
      throw new AtollException(
          Fault.TOO_LARGE,
          "a modifier keeps %d members or elements at most; select less".formatted(PARTS_MAX));
    }
  }

  /// @param length of a text that is being written
  /// @param more what comes to it
  void write(int length, int more) {
    spend(more);
    made += more;
    if (length + (long) more > lengthMax || made > MADE_FACTOR * (long) lengthMax) {
      throw new AtollException(
          Fault.TOO_LARGE,
          "what is selected has more than %d bytes; select less".formatted(lengthMax));
    }
  }
}

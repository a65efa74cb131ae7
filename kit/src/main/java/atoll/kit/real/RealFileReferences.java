package atoll.kit.real;

import java.util.concurrent.atomic.AtomicLong;

/// Says when a file may be closed: when the last reference was given back and no operation is under
/// way in any thread, so that no operation ever meets a descriptor number that belongs to another
/// file by now.
///
/// Both counts stand in one word, so that an operation costs two atomic additions:
///
/// ```
///  63      62 ........ 32   31 ............ 0
///  closed  references       operations under way
/// ```
///
/// Shared, guarded by that word.
final class RealFileReferences {

  private static final long OPERATION = 1;
  private static final long OPERATIONS = 0xffff_ffffL;
  private static final long REFERENCE = 1L << 32;
  private static final long CLOSED = Long.MIN_VALUE;

  private final AtomicLong word = new AtomicLong(REFERENCE);
  private final Runnable closing;

  /// Begins with one reference.
  ///
  /// @param closing runs once, in the thread that happens to be the last
  RealFileReferences(Runnable closing) {
    this.closing = closing;
  }

  /// Begins an operation.
  ///
  /// @return whether there is a file to work on; if so, [#leave()] must follow
  boolean enter() {
    if (word.getAndAdd(OPERATION) >= REFERENCE) {
      return true;
    }
    leave();
    return false;
  }

  /// Ends an operation.
  void leave() {
    if (word.addAndGet(-OPERATION) == 0) {
      closeIfLast();
    }
  }

  /// Takes one more reference.
  ///
  /// @return false if none is left that could be added to
  boolean retain() {
    long before;
    do {
      before = word.get();
      if (before < REFERENCE) {
        return false;
      }
    } while (!word.compareAndSet(before, before + REFERENCE));
    return true;
  }

  /// Gives one reference back.
  ///
  /// @return false if none was left to give back
  boolean release() {
    return release(() -> {});
  }

  /// As [#release()].
  ///
  /// @param beforeClosing runs before the file is closed, if it is by this call
  boolean release(Runnable beforeClosing) {
    long before;
    do {
      before = word.get();
      if (before < REFERENCE) {
        return false;
      }
    } while (!word.compareAndSet(before, before - REFERENCE));
    if (before == REFERENCE) {
      closeIfLast(beforeClosing);
    }
    return true;
  }

  /// Gives all references back that nobody can give back any more.
  ///
  /// @return whether there were any
  boolean abandon() {
    long before;
    do {
      before = word.get();
      if (before < REFERENCE) {
        return false;
      }
    } while (!word.compareAndSet(before, before & OPERATIONS));
    closeIfLast();
    return true;
  }

  private void closeIfLast() {
    closeIfLast(() -> {});
  }

  private void closeIfLast(Runnable beforeClosing) {
    if (word.compareAndSet(0, CLOSED)) {
      beforeClosing.run();
      closing.run();
    }
  }
}

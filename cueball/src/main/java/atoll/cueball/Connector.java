package atoll.cueball;

import atoll.kit.Deadline;

/// Makes the connections of a pool and knows how they are. The pool calls it from many pieces of
/// work at a time and never while holding a lock.
///
/// @param <C> a connection, of any type
public interface Connector<C> {

  /// Connects, and returns a connection that is ready for use.
  ///
  /// @throws atoll.kit.AtollException if that fails or the deadline passes; the pool tries again
  ///   after a pause
  C connect(Backend backend, Deadline deadline);

  /// Whether the connection is known to be of no more use. Asked before and after every claim, so
  /// it looks at what is known and never waits.
  boolean isBroken(C connection);

  /// Whether the connection still works, by trying it. Asked now and then for idle ones.
  default boolean isAlive(C connection, Deadline deadline) {
    return !isBroken(connection);
  }

  /// Closes the connection, also one in use or one that is broken. Must not wait.
  void close(C connection);
}

package atoll.kit.run;

import atoll.kit.Deadline;

/// A piece of work that was handed to a [Runner].
public interface Task {

  /// Asks the work to end: if it has not begun it never does; if it waits on a [Signal], a pause or
  /// a connection, that wait ends with `CANCELLED`, and so does every later one.
  void cancel();

  /// Whether the work has ended, in whatever way.
  boolean isDone();

  /// Waits for the end.
  ///
  /// @return whether it came before the deadline
  boolean await(Deadline deadline);
}

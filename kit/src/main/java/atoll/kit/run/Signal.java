package atoll.kit.run;

import atoll.kit.Deadline;

/// A place to wait until somebody else says that things have changed. It keeps one permit: a
/// [#raise()] that nobody waits for lets the next [#await] return at once, so no change is missed.
/// The waiter checks its condition again afterwards.
public interface Signal {

  /// Wakes one waiter, or the next one to come.
  void raise();

  /// Waits to be woken. A permit that is there is taken even if the deadline has passed.
  ///
  /// @return whether it was; false once the deadline has passed
  /// @throws atoll.kit.AtollException `CANCELLED` if the waiting work is cancelled
  boolean await(Deadline deadline);
}

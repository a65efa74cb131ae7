package atoll.cueball;

/// What the pool knows of one backend. Guarded by the stock's lock, but for what is final and for
/// what fast claims read of it.
final class Member {

  final Backend backend;

  /// Connections, idle and claimed.
  int held;

  /// Connections being made that have a place in the pool.
  int dialling;

  /// Whether it is being tried beyond the places of the pool.
  boolean probing;

  /// How many connections should go elsewhere as they are given back. Written with the lock held.
  volatile int surplus;

  /// Whether it was ever reached.
  boolean proven;

  /// Dials that failed since the last that did not.
  int failures;

  /// When to try again, if it is failing.
  long retryNanos;

  /// Whether the resolver does not name it any more. Written with the lock held.
  volatile boolean removed;

  Member(Backend backend) {
    this.backend = backend;
  }

  boolean isFailing() {
    return failures > 0;
  }

  Spread.Share share(long nowNanos) {
    return new Spread.Share(standing(nowNanos), held, dialling, probing);
  }

  private Spread.Standing standing(long nowNanos) {
    if (isFailing()) {
      return retryNanos - nowNanos <= 0 ? Spread.Standing.DUE : Spread.Standing.RESTING;
    }
    return proven ? Spread.Standing.LIVE : Spread.Standing.FRESH;
  }
}

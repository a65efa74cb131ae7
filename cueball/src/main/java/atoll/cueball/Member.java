package atoll.cueball;

/// What the pool knows of one backend. Guarded by the ledger's lock, but for the backend.
final class Member {

  final Backend backend;

  /// Connections, idle and claimed.
  int held;

  /// Connections being made that have a place in the pool.
  int dialling;

  /// Whether it is being tried beyond the places of the pool.
  boolean probing;

  /// How many connections should go elsewhere as they are given back.
  int surplus;

  /// Whether it was ever reached.
  boolean proven;

  /// Dials that failed since the last that did not.
  int failures;

  /// When to try again, if it is failing.
  long retryNanos;

  /// Whether the resolver does not name it any more.
  boolean removed;

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

package atoll.cueball;

import org.jspecify.annotations.Nullable;

/// One connection that the pool holds: idle, claimed by exactly one claim, or gone for good. Each
/// change is one compare-and-set, so that of several who want the connection one gets it.
///
/// Each claim of it has a ticket of its own, an odd number; while it is idle its turn is even. A
/// number instead of the claim itself spares the collector a look at every claim.
///
/// Shared (one atomic value; what is seen of claims is guarded by the stock's lock).
final class Slot<C> {

  /// Odd as well, so that nobody claims what is gone.
  private static final long GONE = -1;

  final Member member;
  final C connection;

  /// Even while idle, else the ticket of the claim that has it, or `GONE`.
  private final OwnLine turn = new OwnLine();

  /// The ticket that the last look found here, and when one found it first.
  private long seen = GONE;

  private long seenNanos;

  Slot(Member member, C connection) {
    this.member = member;
    this.connection = connection;
  }

  private static boolean isIdle(long turn) {
    return (turn & 1) == 0;
  }

  boolean isIdle() {
    return isIdle(turn.get());
  }

  boolean isHeldBy(long ticket) {
    return turn.get() == ticket;
  }

  /// Claims the connection if it is idle.
  @Nullable Claim<C> claim(Claim.Home<C> home) {
    long now = turn.get();
    return isIdle(now) && turn.compareAndSet(now, now + 1)
        ? new Claim<>(this, now + 1, home)
        : null;
  }

  /// Makes it idle, unless that claim has ended before.
  boolean release(Claim<C> claim) {
    return turn.compareAndSet(claim.ticket, claim.ticket + 1);
  }

  /// Takes it out of use if it is idle.
  boolean retire() {
    long now = turn.get();
    return isIdle(now) && turn.compareAndSet(now, GONE);
  }

  /// Takes it out of use and ends that claim, unless it has ended before.
  boolean retire(Claim<C> claim) {
    return turn.compareAndSet(claim.ticket, GONE);
  }

  /// Takes it out of use, whoever has it.
  void revoke() {
    turn.set(GONE);
  }

  /// Whether it is held by the claim that was first seen here so long ago. A claim's time begins
  /// when it is first looked at.
  boolean isOverdue(long nowNanos, long holdNanos) {
    long now = turn.get();
    if (now != seen) {
      seen = now;
      seenNanos = nowNanos;
      return false;
    }
    return !isIdle(now) && nowNanos - seenNanos >= holdNanos;
  }

  /// As [#revoke], if that look's claim still has it.
  boolean revokeSeen() {
    return !isIdle(seen) && turn.compareAndSet(seen, GONE);
  }
}

package atoll.cueball;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One connection that the pool holds: idle, claimed by exactly one claim, or gone for good. Each
/// change is one compare-and-set, so that of several who want the connection one gets it.
///
/// Shared (one atomic value; what is seen of claims is guarded by the stock's lock).
final class Slot<C> {

  private static final Object GONE = new Object();

  final Member member;
  final C connection;

  /// Null while idle, else a [Claim] or `GONE`.
  private final AtomicReference<@Nullable Object> holder = new AtomicReference<>();

  /// The claim that the last look found here, and when one found it first.
  private @Nullable Claim<?> seen;

  private long seenNanos;

  Slot(Member member, C connection) {
    this.member = member;
    this.connection = connection;
  }

  boolean isIdle() {
    return holder.get() == null;
  }

  /// Claims the connection if it is idle.
  @Nullable Claim<C> claim(Claim.Home<C> home) {
    if (holder.get() != null) {
      return null;
    }
    Claim<C> claim = new Claim<>(this, home);
    return holder.compareAndSet(null, claim) ? claim : null;
  }

  /// Makes it idle, unless that claim has ended before.
  boolean release(Claim<C> claim) {
    boolean released = holder.compareAndSet(claim, null);
    if (released) {
      claim.ended = true;
    }
    return released;
  }

  /// Takes it out of use if it is idle.
  boolean retire() {
    return holder.compareAndSet(null, GONE);
  }

  /// Takes it out of use and ends that claim, unless it has ended before.
  boolean retire(Claim<C> claim) {
    boolean retired = holder.compareAndSet(claim, GONE);
    if (retired) {
      claim.ended = true;
    }
    return retired;
  }

  /// Takes it out of use, whoever has it.
  void revoke() {
    if (holder.getAndSet(GONE) instanceof Claim<?> claim) {
      claim.ended = true;
    }
  }

  /// Whether it is held by the claim that was first seen here so long ago. A claim's time begins
  /// when it is first looked at.
  boolean isOverdue(long nowNanos, long holdNanos) {
    Claim<?> now = holder.get() instanceof Claim<?> claim ? claim : null;
    if (now == null || now != seen) {
      seen = now;
      seenNanos = nowNanos;
      return false;
    }
    return nowNanos - seenNanos >= holdNanos;
  }

  /// As [#revoke], if that look's claim still has it.
  boolean revokeSeen() {
    Claim<?> late = seen;
    if (late == null || !holder.compareAndSet(late, GONE)) {
      return false;
    }
    late.ended = true;
    return true;
  }
}

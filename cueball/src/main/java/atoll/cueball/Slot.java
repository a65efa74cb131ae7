package atoll.cueball;

import org.jspecify.annotations.Nullable;

/// One connection that the pool holds. Guarded by the ledger's lock, but for what is final.
final class Slot<C> {

  final Member member;
  final C connection;

  /// Who has it; null while it is idle.
  @Nullable Claim<C> claim;

  /// Since when it is known to be claimed by that claim, if that is known.
  boolean seen;

  long seenNanos;

  Slot(Member member, C connection) {
    this.member = member;
    this.connection = connection;
  }
}

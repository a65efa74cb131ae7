package atoll.cueball;

import atoll.kit.AtollException;
import atoll.kit.Fault;

/// The right to use a connection, until it is closed:
///
/// ```java
/// try (Claim<TcpStream> claim = pool.claim()) {
///   claim.connection().write(…);
/// }
/// ```
///
/// Confined to whoever claimed; the pool may revoke a claim that is held for too long.
///
/// @param <C> a connection
public final class Claim<C> implements AutoCloseable {

  /// Whom a claim goes back to.
  interface Home<C> {
    void giveBack(Claim<C> claim, boolean broken);
  }

  final Slot<C> slot;
  final long ticket;
  private final Home<C> home;
  private boolean broken;

  Claim(Slot<C> slot, long ticket, Home<C> home) {
    this.slot = slot;
    this.ticket = ticket;
    this.home = home;
  }

  /// How many claims of its connection there were before.
  long number() {
    return ticket >> 1;
  }

  boolean hasEnded() {
    return !slot.isHeldBy(ticket);
  }

  /// The connection.
  ///
  /// @throws AtollException `CLOSED` if this claim was closed or revoked
  public C connection() {
    if (hasEnded()) {
      throw new AtollException(
          Fault.CLOSED,
          "the claim on " + backend() + " has ended: it was closed, or held for too long");
    }
    return slot.connection;
  }

  /// Which backend the connection goes to.
  public Backend backend() {
    return slot.member.backend;
  }

  /// Says that the connection is of no more use, for instance because an answer was given up: it
  /// will be closed and replaced.
  public void broken() {
    broken = true;
  }

  /// Gives the connection back. Further calls do nothing.
  @Override
  public void close() {
    if (!hasEnded()) {
      home.giveBack(this, broken);
    }
  }
}

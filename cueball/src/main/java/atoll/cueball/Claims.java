package atoll.cueball;

import atoll.kit.Deadline;
import java.util.Optional;

/// Where connections are claimed: a [Pool] without the right to stop it, for those who only use it.
///
/// @param <C> a connection
public interface Claims<C> {

  /// Claims a connection, waiting for one as long as the pool's limits say.
  Claim<C> claim();

  /// Claims a connection, waiting for one until the deadline.
  ///
  /// @throws atoll.kit.AtollException once the deadline has passed: `BUSY` if all connections are
  ///   in use, `UNREACHABLE` if there is none; `BUSY` at once if too many claims wait; `CLOSED` if
  ///   the pool is or gets stopped; `CANCELLED` if the claiming work is cancelled
  Claim<C> claim(Deadline deadline);

  /// Claims a connection if one is idle, without waiting.
  ///
  /// @throws atoll.kit.AtollException `CLOSED` if the pool is stopped
  Optional<Claim<C>> tryClaim();
}

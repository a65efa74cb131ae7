package atoll.volumeserver.wire;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Says who may make calls that change the server.
@FunctionalInterface
public interface CallGate {

  /// Lets everybody in.
  CallGate OPEN = peer -> {};

  /// Lets a caller in, or throws.
  ///
  /// @param peer where the call comes from; null if nobody can tell
  /// @throws atoll.kit.AtollException `DENIED`
  void admit(@Nullable SocketAddress peer);
}

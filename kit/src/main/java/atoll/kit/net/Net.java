package atoll.kit.net;

import atoll.kit.Deadline;

/// Byte streams as a seam. Shells on Netty do not use it; fast, cueball and what stands on them do.
public interface Net {

  /// Opens a connection.
  ///
  /// @throws atoll.kit.AtollException `UNREACHABLE` if nobody answers there or the name is unknown,
  ///   `TIMEOUT` once the deadline has passed, `CANCELLED` if the dialling work is cancelled,
  ///   `BUSY` if too many names are being looked up
  Connection dial(Endpoint to, Deadline deadline);

  /// Begins to listen; port 0 takes a free one, which [Listener#local()] names.
  ///
  /// @throws atoll.kit.AtollException `CONFLICT` if the port is taken, `DENIED` if it is not
  ///   allowed, `BAD_INPUT` if the host is not an address of this machine
  Listener listen(Endpoint at);
}

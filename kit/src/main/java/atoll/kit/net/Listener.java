package atoll.kit.net;

import atoll.kit.Deadline;

/// An open port. [#close()] ends a waiting [#accept] with `CLOSED`.
public interface Listener extends AutoCloseable {

  Endpoint local();

  /// Waits for the next connection; `TIMEOUT` at the deadline, `CANCELLED` if the waiting work is
  /// cancelled, which may close the port.
  Connection accept(Deadline deadline);

  @Override
  void close();
}

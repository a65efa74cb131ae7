package atoll.kit.net;

import atoll.kit.Deadline;
import java.nio.ByteBuffer;

/// A two-way byte stream. One thread may read while another writes; [#close()] from any thread ends
/// both with `CLOSED`.
///
/// Each wait ends with `TIMEOUT` at its deadline (before it begins, if that has passed), with
/// `CANCELLED` if the waiting work is cancelled, with `CLOSED` if the connection is or gets closed,
/// and with `UNREACHABLE` if the peer broke it. A read that timed out may be tried again. After a
/// wait that was cancelled, and after a write that did not end well, nobody knows what arrived: the
/// connection is only good for closing, and may be closed already.
public interface Connection extends AutoCloseable {

  Endpoint local();

  Endpoint remote();

  /// Reads at least one byte into `target`, which must have room.
  ///
  /// @return the count of bytes read, or -1 if the peer has ended its side
  int read(ByteBuffer target, Deadline deadline);

  /// Writes all that remains in the sources, in order.
  void write(Deadline deadline, ByteBuffer... sources);

  /// Tells the peer that nothing more comes; reading goes on.
  void endOutput();

  @Override
  void close();
}

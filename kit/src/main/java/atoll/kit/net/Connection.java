package atoll.kit.net;

import atoll.kit.Deadline;
import java.nio.ByteBuffer;

/// A two-way byte stream. One thread may read while another writes; [#close()] from any thread ends
/// both with `CLOSED`.
///
/// Each wait ends with `TIMEOUT` at its deadline, with `CANCELLED` if the waiting work is cancelled
/// and with `UNREACHABLE` if the peer broke the connection. After a write that did not end well
/// nobody knows how much arrived: the connection is only good for closing.
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

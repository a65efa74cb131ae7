package atoll.http;

import atoll.kit.AtollException;
import java.nio.ByteBuffer;

/// A body that comes in, pulled piece by piece: while nobody pulls, the socket is not read. Calls
/// may come from any thread, one pull at a time; answers come on the event loop.
public interface BodyReader {

  /// The length in bytes as the message told it, or -1.
  long length();

  /// Asks for the next piece. The receiver is called exactly once, perhaps before this returns.
  void pull(Receiver receiver);

  /// Asks for all of the body in one direct buffer. Its bytes are reserved in the process-wide
  /// budget first; until there is room, the socket is not read.
  ///
  /// @param bound in bytes; a longer body ends with `TOO_LARGE`, before anything is read where the
  ///   message told its length
  void gather(int bound, Gathered gathered);

  /// What a pull brings: one of the three, on the event loop. It must not block.
  interface Receiver {

    /// Bytes of the body, at least one. What is left in `piece` is shown again by the next pull.
    /// The buffer is valid during the call only.
    void bytes(ByteBuffer piece);

    /// The body is complete.
    void end();

    /// The body will never be complete: `UNREACHABLE` (the peer broke off), `TIMEOUT` (too slow),
    /// `TOO_LARGE`, `BAD_INPUT` (broken chunks), `CLOSED`.
    void failed(AtollException why);
  }

  /// What gathering brings, on the event loop.
  interface Gathered {

    /// All bytes, from position to limit. The receiver owns the buffer and closes it.
    void whole(PooledBuffer body);

    /// As [Receiver#failed], and `BUSY` if the budget had no room in time.
    void failed(AtollException why);
  }
}

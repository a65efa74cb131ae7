package atoll.http;

import atoll.kit.disk.DiskFile;
import java.nio.ByteBuffer;

/// A body that goes out. Calls may come from any thread, but from one at a time, and keep their
/// order. Writing beyond [#isWritable()] is allowed and piles up memory: whoever writes much waits.
public interface BodyWriter {

  /// Whether fewer bytes than the limit wait for the socket.
  boolean isWritable();

  /// Runs `next` once on the event loop, when the body is writable or has failed; perhaps before
  /// this returns.
  void whenWritable(Runnable next);

  /// Whether writing still makes sense: the connection lives and the body has not ended.
  boolean isOpen();

  /// Sends a copy of what remains in `bytes`, which is consumed.
  void write(ByteBuffer bytes);

  /// Sends the buffer's bytes without a copy and closes it once they are out, or cannot go.
  void write(PooledBuffer bytes);

  /// Sends a part of a file in bounded positional reads. The file is retained until it is sent; if
  /// it turns out shorter, the connection is broken off.
  void writeFile(DiskFile file, long offset, long length);

  /// As [#writeFile], but past this process wherever system, file and connection can: the cheapest
  /// way for large parts whose bytes nobody needs to see.
  void passFile(DiskFile file, long offset, long length);

  /// The body is complete. Fewer bytes than were announced break the connection off.
  void end();

  /// Breaks the connection off, so that the peer can tell that the body is not complete.
  void abort();
}

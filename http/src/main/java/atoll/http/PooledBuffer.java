package atoll.http;

import java.nio.ByteBuffer;

/// A direct buffer from the server's or client's pool, with the right to its bytes in the budget
/// where it was reserved there. Whoever holds it either closes it or hands it on to an answer,
/// once.
///
/// Confined to its holder.
public interface PooledBuffer extends AutoCloseable {

  /// The bytes, big-endian; position and limit say what is sent.
  ByteBuffer bytes();

  /// Gives the memory back; a second call does nothing.
  @Override
  void close();
}

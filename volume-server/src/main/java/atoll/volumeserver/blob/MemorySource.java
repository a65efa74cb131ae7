package atoll.volumeserver.blob;

import java.nio.ByteBuffer;

/// Bytes that are there.
final class MemorySource implements Source {

  private final ByteBuffer bytes;
  private final Runnable release;

  /// @param bytes what remains is the content
  /// @param release gives the memory back
  MemorySource(ByteBuffer bytes, Runnable release) {
    this.bytes = bytes.slice();
    this.release = release;
  }

  static MemorySource of(byte[] bytes) {
    return new MemorySource(ByteBuffer.wrap(bytes), () -> {});
  }

  ByteBuffer bytes() {
    return bytes;
  }

  @Override
  public long length() {
    return bytes.remaining();
  }

  @Override
  public boolean readNow(long at, ByteBuffer target) {
    read(at, target);
    return true;
  }

  @Override
  public void read(long at, ByteBuffer target) {
    int count = target.remaining();
    target.put(target.position(), bytes, (int) at, count).position(target.position() + count);
  }

  @Override
  public void peek(long at, ByteBuffer target) {
    int count = (int) Math.min(target.remaining(), length() - at);
    target.put(target.position(), bytes, (int) at, count).position(target.position() + count);
  }

  @Override
  public void close() {
    release.run();
  }
}

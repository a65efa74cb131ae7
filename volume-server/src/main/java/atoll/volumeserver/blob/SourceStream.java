package atoll.volumeserver.blob;

import java.io.InputStream;
import java.nio.ByteBuffer;

/// A source as a stream, read without counting as a part of reading in order. Confined.
final class SourceStream extends InputStream {

  private static final int CHUNK = 64 * 1024;

  private final Source source;
  private final ByteBuffer chunk;
  private long at;

  SourceStream(Source source) {
    this.source = source;
    this.chunk = Source.room(source, Math.clamp(source.length(), 1, CHUNK)).limit(0);
  }

  @Override
  public int read() {
    return fill() ? chunk.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, chunk.remaining());
    chunk.get(target, from, count);
    return count;
  }

  @Override
  public int available() {
    // A stream of several gzip members asks before it looks for the next one.
    return Math.clamp(chunk.remaining() + source.length() - at, 0, Integer.MAX_VALUE);
  }

  private boolean fill() {
    if (!chunk.hasRemaining() && at < source.length()) {
      source.peek(at, chunk.clear());
      at += chunk.flip().remaining();
    }
    return chunk.hasRemaining();
  }
}

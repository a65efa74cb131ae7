package atoll.volumeserver.blob;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Unpacks what is stored packed. Large contents are unpacked twice, to know their length first,
/// and never lie in memory as a whole. Everything here waits.
final class Gunzip implements Source {

  /// Contents up to this size are unpacked into memory.
  private static final int WHOLE_MAX = 1 << 20;

  private static final int CHUNK = 64 * 1024;
  private static final int MAGIC = 0x1f8b;

  private final Source packed;
  private final long length;
  private final byte[] chunk = new byte[CHUNK];
  private @Nullable InputStream stream;
  private long streamAt;

  private Gunzip(Source packed, long length) {
    this.packed = packed;
    this.length = length;
  }

  /// Whether it begins like gzip.
  static boolean isGzip(Source source) {
    if (source.length() < 2) {
      return false;
    }
    ByteBuffer head = Source.room(source, 2);
    source.peek(0, head);
    return (head.getShort(0) & 0xffff) == MAGIC;
  }

  /// The content; the packed source is closed with it, or at once.
  ///
  /// @throws AtollException `CORRUPT` if it is no whole gzip; the packed source stays open then
  static Source open(Source packed) {
    try (InputStream in = new GZIPInputStream(new SourceStream(packed))) {
      byte[] head = in.readNBytes(WHOLE_MAX);
      if (head.length < WHOLE_MAX) {
        packed.close();
        return MemorySource.of(head);
      }
      byte[] chunk = new byte[CHUNK];
      long length = head.length;
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        length += read;
      }
      return new Gunzip(packed, length);
    } catch (IOException e) {
      throw corrupt(e);
    }
  }

  /// The length of the content.
  ///
  /// @return -1 if it is no whole gzip
  static long lengthOf(Source packed) {
    byte[] chunk = new byte[CHUNK];
    long length = 0;
    try (InputStream in = new GZIPInputStream(new SourceStream(packed))) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        length += read;
      }
      return length;
    } catch (IOException _) {
      return -1;
    }
  }

  private static AtollException corrupt(IOException e) {
    return new AtollException(Fault.CORRUPT, "a packed needle cannot be unpacked: " + e, e);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean readNow(long at, ByteBuffer target) {
    return false;
  }

  @Override
  public void read(long at, ByteBuffer target) {
    peek(at, target);
    if (target.hasRemaining()) {
      throw new AtollException(Fault.CORRUPT, "a packed needle ends before its last byte");
    }
  }

  @Override
  public void peek(long at, ByteBuffer target) {
    try {
      InputStream in = streamFrom(at);
      while (target.hasRemaining()) {
        int read = in.read(chunk, 0, Math.min(chunk.length, target.remaining()));
        if (read < 0) {
          return;
        }
        target.put(chunk, 0, read);
        streamAt += read;
      }
    } catch (IOException e) {
      throw corrupt(e);
    }
  }

  private InputStream streamFrom(long at) throws IOException {
    InputStream in = stream;
    if (in == null || streamAt > at) {
      in = new GZIPInputStream(new SourceStream(packed));
      stream = in;
      streamAt = 0;
    }
    in.skipNBytes(at - streamAt);
    streamAt = at;
    return in;
  }

  @Override
  public void close() {
    packed.close();
  }
}

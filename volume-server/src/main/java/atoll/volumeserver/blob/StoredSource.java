package atoll.volumeserver.blob;

import atoll.http.BodyWriter;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.volume.NeedleStream;
import atoll.volume.Volume;
import java.nio.ByteBuffer;

/// A large needle, read from its volume chunk by chunk. Read whole, from the first byte to the
/// last, it is verified on the way: its last chunk comes only if the checksum of everything agrees.
final class StoredSource implements Source {

  private final Volume volume;
  private final NeedleStream stream;

  StoredSource(Volume volume, NeedleStream stream) {
    this.volume = volume;
    this.stream = stream;
  }

  @Override
  public long length() {
    return stream.meta().dataBytes();
  }

  @Override
  public boolean readNow(long at, ByteBuffer target) {
    return isInOrder(at) && stream.readIfCached(target) != DiskFile.WOULD_WAIT;
  }

  @Override
  public void read(long at, ByteBuffer target) {
    try {
      int wanted = target.remaining();
      int read = isInOrder(at) ? stream.read(target) : stream.readAt(at, target);
      if (read != wanted) {
        throw new AtollException(
            Fault.CORRUPT, "needle " + stream.meta().key().id() + " ends before its last byte");
      }
    } catch (AtollException e) {
      if (e.fault() == Fault.IO) {
        volume.reportReadFailure(e);
      }
      throw e;
    }
  }

  /// Sends a stretch without reading it here, if nobody has to verify it: a part of a needle, which
  /// no checksum covers, or a whole one that was verified a moment ago.
  ///
  /// @return false if it has to be read
  boolean pass(BodyWriter out, long at, long length) {
    boolean whole = at == 0 && length == length();
    if (whole && !stream.isVerified()) {
      return false;
    }
    out.passFile(stream.file(), stream.dataAt() + at, length);
    return true;
  }

  private boolean isInOrder(long at) {
    return at == length() - stream.remaining();
  }

  @Override
  public void peek(long at, ByteBuffer target) {
    stream.readAt(at, target);
  }

  @Override
  public void close() {
    stream.close();
  }
}

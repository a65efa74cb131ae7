package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Clock;
import atoll.kit.disk.DiskFile;
import atoll.volume.needle.Checksum;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Place;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The data of a large needle, chunk by chunk, in the files as they were when it was opened.
///
/// Reading from the beginning verifies on the way: what is handed out last is handed out only if
/// the checksum of everything agrees, so that a reader of damaged data never sees its end. Whoever
/// must know before the first byte calls [#verify]. What was verified a moment ago, by whichever
/// stream, may be sent straight from the [#file]. Confined to its reader; close it.
public final class NeedleStream implements AutoCloseable {

  private final VolumeFiles files;
  private final Clock clock;
  private final NeedleMeta meta;
  private final long dataAt;
  private final Place place;
  private final CRC32C sum = new CRC32C();
  private long begunNanos;
  private long read;
  private boolean closed;

  NeedleStream(VolumeFiles files, Clock clock, NeedleMeta meta, long dataAt, Place place) {
    this.files = files;
    this.clock = clock;
    this.meta = meta;
    this.dataAt = dataAt;
    this.place = place;
  }

  public NeedleMeta meta() {
    return meta;
  }

  /// How many bytes [#read] has still to give.
  public long remaining() {
    return meta.dataBytes() - read;
  }

  /// Reads on into `target`, as much as it takes.
  ///
  /// @return the count of bytes read; 0 at the end
  /// @throws AtollException `CORRUPT` instead of the last bytes if the checksum disagrees, or if
  ///   the file ends before; else as the disk does
  public int read(ByteBuffer target) {
    ByteBuffer part = target.slice();
    int bytes = readAt(read, part);
    advance(target, part, bytes);
    return bytes;
  }

  /// As [#read], but only with bytes that are in memory already, so that an event loop may call it.
  ///
  /// @return as [#read], or [DiskFile#WOULD_WAIT]
  public int readIfCached(ByteBuffer target) {
    Check.that(!closed, "a stream that was closed");
    ByteBuffer part =
        target.slice(target.position(), (int) Math.min(remaining(), target.remaining()));
    int bytes = part.remaining();
    int got = files.data().readAtIfCached(dataAt + read, part);
    if (got == DiskFile.WOULD_WAIT || got != bytes) {
      return DiskFile.WOULD_WAIT;
    }
    advance(target, part, bytes);
    return bytes;
  }

  /// Whether all data agreed with the checksum a moment ago, so that it may go out unseen.
  public boolean isVerified() {
    return files.verified().isBelieved(dataAt, clock.nanos());
  }

  /// The file in which the data lies, for as long as this is open.
  public DiskFile file() {
    Check.that(!closed, "a stream that was closed");
    return files.data();
  }

  /// The offset of the data's first byte there.
  public long dataAt() {
    return dataAt;
  }

  private void advance(ByteBuffer target, ByteBuffer part, int bytes) {
    if (read == 0) {
      begunNanos = clock.nanos();
    }
    sum.update(part.flip());
    read += bytes;
    if (remaining() == 0 && bytes > 0) {
      requireSum(Checksum.of(sum));
      files.verified().agreed(dataAt, begunNanos);
    }
    target.position(target.position() + bytes);
  }

  /// Reads anywhere in the data, unverified.
  ///
  /// @param from counted from the first byte of the data
  /// @return the count of bytes read; less than `target` takes only at the end
  public int readAt(long from, ByteBuffer target) {
    Check.that(!closed, "a stream that was closed");
    int bytes = Math.clamp(meta.dataBytes() - from, 0, target.remaining());
    ByteBuffer part = target.slice(target.position(), bytes);
    int got = files.data().readAt(dataAt + from, part);
    if (got != bytes) {
      throw place.corrupt(
          "needle %s ends after %d of %d bytes of data"
              .formatted(meta.key().id(), from + got, meta.dataBytes()));
    }
    target.position(target.position() + bytes);
    return bytes;
  }

  /// Reads all data once, into `room`, and compares the checksum. Does not move [#read].
  ///
  /// @throws AtollException `CORRUPT`, or as the disk does
  public void verify(ByteBuffer room) {
    CRC32C whole = new CRC32C();
    for (long at = 0; at < meta.dataBytes(); ) {
      at += readAt(at, room.clear());
      whole.update(room.flip());
    }
    requireSum(Checksum.of(whole));
  }

  private void requireSum(Checksum found) {
    if (!found.agreesWith(meta.checksum())) {
      throw place.corrupt(
          "invalid CRC for needle %s (got %s, want %s), data on disk corrupted"
              .formatted(meta.key().id(), found, meta.checksum()));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      files.release();
    }
  }
}

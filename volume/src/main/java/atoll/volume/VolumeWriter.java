package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.Checksum;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Ttl;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Decides what a write or a deletion comes to, and does it. Confined to the holder of the right to
/// write; the counters are read by anybody.
final class VolumeWriter {

  /// Marks tombstones of needles whose checksum is not known, so that whoever rebuilds an index
  /// from the records can tell them from empty needles.
  private static final Checksum UNKNOWN = new Checksum(-1);

  private final VolumeEnvironment environment;
  private final Restrictions restrictions;
  private final Appender appender;
  private final Consumer<AtollException> readFailed;
  private volatile VolumeCounters counters;

  VolumeWriter(
      VolumeEnvironment environment,
      Restrictions restrictions,
      VolumePaths paths,
      VolumeCounters counters,
      Consumer<AtollException> readFailed) {
    this.environment = environment;
    this.readFailed = readFailed;
    this.restrictions = restrictions;
    this.appender = new Appender(environment, restrictions, paths);
    this.counters = counters;
  }

  VolumeCounters counters() {
    return counters;
  }

  void setCounters(VolumeCounters newCounters) {
    counters = newCounters;
  }

  WriteResult write(VolumeFiles files, NeedleWrite write) {
    VolumeState state = restrictions.state();
    if (!state.takesWrites()) {
      return new WriteResult.NotWritable(state);
    }
    NeedleFormat format = files.format();
    NeedleBody body = write.body();
    NeedleAttributes attributes = withTtl(write, files.superBlock().ttl());
    int size;
    try {
      size = format.size(Math.toIntExact(body.bytes()), attributes);
    } catch (AtollException | ArithmeticException _) {
      return new WriteResult.TooLarge(body.bytes(), Integer.MAX_VALUE);
    }
    long bytesMax = files.width().volumeBytesMax();
    if (Appender.next(files) >= bytesMax) {
      return new WriteResult.Full(files.dataEnd(), bytesMax);
    }
    try {
      return write(files, write, attributes, size);
    } catch (AtollException e) {
      return new WriteResult.Failed(e.fault(), String.valueOf(e.getMessage()));
    }
  }

  private WriteResult write(
      VolumeFiles files, NeedleWrite write, NeedleAttributes attributes, int size) {
    NeedleKey key = write.key();
    NeedleBody body = write.body();
    long id = key.id().value();
    NeedleLocation before = files.map().find(id);
    if (before != null && (write.cookieCheck() || before.size() == size)) {
      Optional<WriteResult> settled =
          reading(() -> compare(files, write, attributes, before, size));
      if (settled.isPresent()) {
        return settled.get();
      }
    }
    NeedleMeta needle = new NeedleMeta(key, (int) body.bytes(), attributes, body.checksum(), 0);
    NeedleLocation location = appender.put(files, needle, body);
    counters = counters.put(id, size, before == null ? 0 : before.size());
    return new WriteResult.Written(location.offset(), size, body.checksum());
  }

  /// What the needle already there makes of a write; empty if it is to be written.
  private Optional<WriteResult> compare(
      VolumeFiles files,
      NeedleWrite write,
      NeedleAttributes attributes,
      NeedleLocation before,
      int size) {
    NeedleKey key = write.key();
    NeedleBody body = write.body();
    try (BufferPool.Lease lease = environment.buffers().take(NeedleFormat.HEAD_BYTES_MAX)) {
      Records.Head old = Records.read(files, before, key.id().value(), lease.buffer());
      boolean sameCookie = old.header().cookie().equals(key.cookie());
      if (!sameCookie && write.cookieCheck()) {
        return Optional.of(new WriteResult.CookieMismatch());
      }
      boolean unchanged =
          sameCookie
              && size > 0
              && before.size() == size
              && files.superBlock().ttl().isNone()
              && UnchangedWrite.is(
                  files, environment.buffers(), old, lease.buffer().flip(), attributes, body);
      return unchanged
          ? Optional.of(new WriteResult.Unchanged(before.offset(), size, body.checksum()))
          : Optional.empty();
    }
  }

  /// Reads what is there already; a failure of the disk counts as that of any read.
  private <R> R reading(Supplier<R> read) {
    try {
      return read.get();
    } catch (AtollException e) {
      if (e.fault() == Fault.IO) {
        readFailed.accept(e);
      }
      throw e;
    }
  }

  private static NeedleAttributes withTtl(NeedleWrite write, Ttl volumeTtl) {
    NeedleAttributes given = write.attributes();
    return volumeTtl.isNone() || given.hasTtl() ? given : given.withTtl(volumeTtl);
  }

  DeleteResult delete(VolumeFiles files, NeedleDelete delete) {
    VolumeState state = restrictions.state();
    if (!state.takesDeletes()) {
      return new DeleteResult.NotWritable(state);
    }
    NeedleKey key = delete.key();
    NeedleLocation before = files.map().find(key.id().value());
    if (before == null || before.isDeleted()) {
      return new DeleteResult.NotFound();
    }
    long bytesMax = files.width().volumeBytesMax();
    if (Appender.next(files) >= bytesMax) {
      return new DeleteResult.Full(files.dataEnd(), bytesMax);
    }
    try {
      if (delete.cookieCheck() && !reading(() -> hasCookie(files, before, key))) {
        return new DeleteResult.CookieMismatch();
      }
      appender.delete(files, NeedleMeta.tombstone(key, UNKNOWN, 0));
      counters = counters.delete(before.size());
      return new DeleteResult.Deleted(before.size());
    } catch (AtollException e) {
      return new DeleteResult.Failed(e.fault(), String.valueOf(e.getMessage()));
    }
  }

  private boolean hasCookie(VolumeFiles files, NeedleLocation location, NeedleKey key) {
    try (BufferPool.Lease lease = environment.buffers().take(NeedleHeader.BYTES)) {
      ByteBuffer head = lease.buffer();
      NeedleHeader header = Records.read(files, location, key.id().value(), head).header();
      return header.cookie().equals(key.cookie());
    }
  }

  static WriteResult failedWrite(AtollException sync) {
    return new WriteResult.Failed(sync.fault(), String.valueOf(sync.getMessage()));
  }

  static DeleteResult failedDelete(AtollException sync) {
    return new DeleteResult.Failed(sync.fault(), String.valueOf(sync.getMessage()));
  }
}

package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.files.VolumeName;
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
      VolumeName name,
      VolumeCounters counters,
      Consumer<AtollException> readFailed) {
    this.environment = environment;
    this.readFailed = readFailed;
    this.restrictions = restrictions;
    this.appender = new Appender(environment, restrictions, name);
    this.counters = counters;
  }

  VolumeCounters counters() {
    return counters;
  }

  void setCounters(VolumeCounters newCounters) {
    counters = newCounters;
  }

  /// Decides about a write.
  ///
  /// @param answer gets the result, once what is to be appended was written
  void write(VolumeFiles files, NeedleWrite write, Consumer<WriteResult> answer) {
    NeedleBody body = write.body();
    NeedleAttributes attributes = withTtl(write, files.superBlock().ttl());
    int size = size(files.format(), body, attributes);
    NeedleMeta needle =
        new NeedleMeta(
            write.key(), size < 0 ? 0 : (int) body.bytes(), attributes, body.checksum(), 0);
    if (size >= 0) {
      appender.prepare(files, needle, body);
    }
    VolumeState state = restrictions.state();
    if (!state.takesWrites()) {
      settle(answer, new WriteResult.NotWritable(state));
      return;
    }
    if (size < 0) {
      settle(answer, new WriteResult.TooLarge(body.bytes(), Integer.MAX_VALUE));
      return;
    }
    long bytesMax = files.width().volumeBytesMax();
    if (appender.next(files) >= bytesMax) {
      settle(answer, new WriteResult.Full(appender.next(files), bytesMax));
      return;
    }
    try {
      write(files, write, needle, size, answer);
    } catch (AtollException e) {
      settle(answer, failedWrite(e));
    }
  }

  /// The header's size field; negative if no record can hold so much.
  private static int size(NeedleFormat format, NeedleBody body, NeedleAttributes attributes) {
    try {
      return format.size(Math.toIntExact(body.bytes()), attributes);
    } catch (AtollException | ArithmeticException _) {
      return -1;
    }
  }

  private void write(
      VolumeFiles files,
      NeedleWrite write,
      NeedleMeta needle,
      int size,
      Consumer<WriteResult> answer) {
    NeedleBody body = write.body();
    long id = write.key().id().value();
    NeedleLocation before = files.map().find(id);
    if (before != null && (write.cookieCheck() || before.size() == size)) {
      Optional<WriteResult> settled =
          reading(() -> compare(files, write, needle.attributes(), before, size));
      if (settled.isPresent()) {
        settle(answer, settled.get());
        return;
      }
    }
    appender.put(
        files,
        needle,
        body,
        new AppendBatch.Ending() {
          @Override
          public void stored(long offset) {
            counters = counters.put(id, size, before == null ? 0 : before.size());
            answer.accept(new WriteResult.Written(offset, size, body.checksum()));
          }

          @Override
          public void failed(AtollException cause) {
            answer.accept(failedWrite(cause));
          }
        });
  }

  private <R> void settle(Consumer<R> answer, R result) {
    appender.answer(() -> answer.accept(result));
  }

  /// Writes what is to be appended. To be called before the right to write is let go.
  ///
  /// @return whether there was anything
  boolean flush() {
    return appender.flush();
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

  /// Decides about a deletion.
  ///
  /// @param answer gets the result, once what is to be appended was written
  void delete(VolumeFiles files, NeedleDelete delete, Consumer<DeleteResult> answer) {
    NeedleKey key = delete.key();
    NeedleMeta tombstone = NeedleMeta.tombstone(key, UNKNOWN, 0);
    appender.prepare(files, tombstone, NeedleBody.EMPTY);
    VolumeState state = restrictions.state();
    if (!state.takesDeletes()) {
      settle(answer, new DeleteResult.NotWritable(state));
      return;
    }
    NeedleLocation before = files.map().find(key.id().value());
    if (before == null || before.isDeleted()) {
      settle(answer, new DeleteResult.NotFound());
      return;
    }
    // What lies in remote storage stays as it is, also where there is a copy here.
    boolean withRecord = !restrictions.has(Restriction.REMOTE);
    long bytesMax = files.width().volumeBytesMax();
    if (withRecord && appender.next(files) >= bytesMax) {
      settle(answer, new DeleteResult.Full(appender.next(files), bytesMax));
      return;
    }
    try {
      if (delete.cookieCheck() && !reading(() -> hasCookie(files, before, key))) {
        settle(answer, new DeleteResult.CookieMismatch());
        return;
      }
    } catch (AtollException e) {
      settle(answer, failedDelete(e));
      return;
    }
    AppendBatch.Ending ending =
        new AppendBatch.Ending() {
          @Override
          public void stored(long offset) {
            counters = counters.delete(before.size());
            answer.accept(new DeleteResult.Deleted(before.size()));
          }

          @Override
          public void failed(AtollException cause) {
            answer.accept(failedDelete(cause));
          }
        };
    if (withRecord) {
      appender.delete(files, tombstone, ending);
    } else {
      appender.withdraw(files, key.id(), ending);
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

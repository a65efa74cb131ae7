package atoll.sim.disk;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// An open file of a [SimDisk]. Shared, guarded by that disk's lock.
final class SimFile implements DiskFile {

  /// Longer copies are several operations of this many bytes.
  private static final int COPY_BYTES = 16 << 20;

  private final SimDisk disk;
  private final Path path;
  private final Content content;
  private final boolean writable;
  private int references = 1;

  SimFile(SimDisk disk, Path path, Content content, boolean writable) {
    this.disk = disk;
    this.path = path;
    this.content = content;
    this.writable = writable;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long append(ByteBuffer... sources) {
    requireDirect(sources);
    synchronized (disk.lock()) {
      long offset = content.now().size();
      write("append to", offset, gathered(sources));
      consume(sources);
      return offset;
    }
  }

  @Override
  public void writeAt(long offset, ByteBuffer source) {
    Check.that(offset >= 0, () -> "offset " + offset);
    requireDirect(source);
    synchronized (disk.lock()) {
      write("write to", offset, gathered(source));
      consume(source);
    }
  }

  @Override
  public int readAt(long offset, ByteBuffer target) {
    Check.that(offset >= 0, () -> "offset " + offset);
    requireDirect(target);
    synchronized (disk.lock()) {
      look("read from");
      return content.now().read(offset, target);
    }
  }

  /// As [#readAt]: all of a simulated disk is in memory. A [FaultyDisk] can make it seem otherwise.
  @Override
  public int readAtIfCached(long offset, ByteBuffer target) {
    return readAt(offset, target);
  }

  @Override
  public long size() {
    synchronized (disk.lock()) {
      look("size of");
      return content.now().size();
    }
  }

  @Override
  public void truncate(long size) {
    Check.that(size >= 0, () -> "size " + size);
    synchronized (disk.lock()) {
      requireWritable("truncate");
      disk.change("truncate " + path, () -> disk.resize(content, size));
    }
  }

  @Override
  public void syncData() {
    synchronized (disk.lock()) {
      requireOpen("sync data of");
      disk.change("sync data of " + path, content::syncData);
    }
  }

  @Override
  public void syncAll() {
    synchronized (disk.lock()) {
      requireOpen("sync");
      disk.change("sync " + path, content::syncAll);
    }
  }

  @Override
  public void preallocate(long offset, long length) {
    Check.that(offset >= 0 && length >= 0, () -> "offset " + offset + ", length " + length);
    synchronized (disk.lock()) {
      requireWritable("preallocate");
      disk.change("preallocate " + path, () -> disk.reserve(path, content, offset, length));
    }
  }

  @Override
  public long copyTo(DiskFile target, long offset, long length, long targetOffset) {
    Check.that(
        offset >= 0 && length >= 0 && targetOffset >= 0,
        () -> "offset " + offset + ", length " + length + ", target offset " + targetOffset);
    Check.that(target != this, () -> "copy within one file: " + path);
    Check.that(
        target instanceof SimFile other && other.disk == disk,
        () -> "copy from " + path + " to a file of another disk: " + target.path());
    SimFile to = (SimFile) target;
    synchronized (disk.lock()) {
      look("copy from");
      to.requireWritable("copy to");
      long end = offset + Math.min(content.now().size() - offset, length);
      for (long at = offset; at < end; at += COPY_BYTES) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(COPY_BYTES, end - at));
        content.now().read(at, bytes);
        to.write("copy to", targetOffset + at - offset, bytes.flip());
      }
      return Math.max(0, end - offset);
    }
  }

  @Override
  public DiskFile retain() {
    synchronized (disk.lock()) {
      requireOpen("retain");
      references++;
      return this;
    }
  }

  /// As the interface says; after a crash nothing is left to close, and nothing happens.
  @Override
  public void close() {
    synchronized (disk.lock()) {
      if (disk.isCrashed()) {
        return;
      }
      Check.that(references > 0, () -> "closed more often than retained: " + path);
      references--;
      if (references == 0) {
        disk.closed(content);
      }
    }
  }

  /// As [#close]: here nobody waits for room that goes back.
  @Override
  public void closeSlowly() {
    close();
  }

  /// What a failing write-back does: [Content#loseUnsynced()].
  void loseUnsynced() {
    synchronized (disk.lock()) {
      requireOpen("sync data of");
      content.loseUnsynced();
    }
  }

  private void write(String operation, long offset, ByteBuffer bytes) {
    requireWritable(operation);
    if (bytes.hasRemaining()) {
      disk.write(operation, path, content, offset, bytes);
    }
  }

  private void look(String operation) {
    requireOpen(operation);
    disk.look();
  }

  private void requireOpen(String operation) {
    disk.requirePower();
    if (references == 0) {
      throw new AtollException(
          Fault.CLOSED, operation + " " + path + ": the last reference was given back");
    }
  }

  private void requireWritable(String operation) {
    requireOpen(operation);
    if (!writable) {
      throw new AtollException(Fault.IO, operation + " " + path + ": it is open for reading only");
    }
  }

  private static void requireDirect(ByteBuffer... buffers) {
    for (ByteBuffer buffer : buffers) {
      if (!buffer.isDirect()) {
        throw new IllegalArgumentException("a heap buffer; files take direct buffers only");
      }
    }
  }

  private static ByteBuffer gathered(ByteBuffer... sources) {
    long length = 0;
    for (ByteBuffer source : sources) {
      length += source.remaining();
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
    for (ByteBuffer source : sources) {
      bytes.put(source.duplicate());
    }
    return bytes.flip();
  }

  private static void consume(ByteBuffer... sources) {
    for (ByteBuffer source : sources) {
      source.position(source.limit());
    }
  }
}

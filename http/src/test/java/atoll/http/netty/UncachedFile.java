package atoll.http.netty;

import atoll.kit.Check;
import atoll.kit.disk.DiskFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// A file whose bytes are never in memory when an event loop asks for them. Shared.
final class UncachedFile implements DiskFile {

  private final byte[] content;
  private final AtomicInteger references = new AtomicInteger(1);

  UncachedFile(byte[] content) {
    this.content = content;
  }

  @Override
  public Path path() {
    return Path.of("uncached");
  }

  @Override
  public int readAt(long offset, ByteBuffer target) {
    Check.that(!Thread.currentThread().getName().startsWith("http-loop"), "waits on a loop");
    int count = (int) Math.max(0, Math.min(target.remaining(), content.length - offset));
    target.put(content, (int) offset, count);
    return count;
  }

  @Override
  public int readAtIfCached(long offset, ByteBuffer target) {
    return WOULD_WAIT;
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public DiskFile retain() {
    references.incrementAndGet();
    return this;
  }

  @Override
  public void close() {
    Check.that(references.decrementAndGet() >= 0, "closed too often");
  }

  @Override
  public long append(ByteBuffer... sources) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void writeAt(long offset, ByteBuffer source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void syncData() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void syncAll() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void closeSlowly() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void preallocate(long offset, long length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long copyTo(DiskFile target, long offset, long length, long targetOffset) {
    throw new UnsupportedOperationException();
  }
}

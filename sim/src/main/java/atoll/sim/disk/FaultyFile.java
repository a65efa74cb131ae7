package atoll.sim.disk;

import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// An open file of a [FaultyDisk]. Shared; it keeps nothing itself.
final class FaultyFile implements DiskFile {

  private final FaultyDisk disk;
  private final DiskFile truth;

  FaultyFile(FaultyDisk disk, DiskFile truth) {
    this.disk = disk;
    this.truth = truth;
  }

  @Override
  public Path path() {
    return truth.path();
  }

  @Override
  public long append(ByteBuffer... sources) {
    Strike strike = disk.begin(DiskOperation.APPEND, path());
    if (strike.has(Misdeed.FailHalfway.class)) {
      ByteBuffer bytes = gathered(sources);
      truth.append(bytes.limit((int) strike.half(bytes.limit())));
      strike.failHalfway();
    }
    long before = truth.size();
    long offset = truth.append(sources);
    flipWritten(strike, offset, truth.size() - before);
    strike.end();
    return offset;
  }

  @Override
  public void writeAt(long offset, ByteBuffer source) {
    Strike strike = disk.begin(DiskOperation.WRITE_AT, path());
    int length = source.remaining();
    if (strike.has(Misdeed.FailHalfway.class)) {
      truth.writeAt(offset, source.slice(source.position(), (int) strike.half(length)));
      strike.failHalfway();
    }
    truth.writeAt(offset, source);
    flipWritten(strike, offset, length);
    strike.end();
  }

  @Override
  public int readAt(long offset, ByteBuffer target) {
    Strike strike = disk.begin(DiskOperation.READ_AT, path());
    return read(strike, offset, target, false);
  }

  @Override
  public int readAtIfCached(long offset, ByteBuffer target) {
    Strike strike = disk.begin(DiskOperation.READ_AT_IF_CACHED, path());
    return strike.has(Misdeed.Cold.class) ? WOULD_WAIT : read(strike, offset, target, true);
  }

  private int read(Strike strike, long offset, ByteBuffer target, boolean ifCached) {
    int start = target.position();
    int limit = target.limit();
    long seen = Math.max(0, strike.seemingEnd() - offset);
    target.limit(start + (int) Math.min(target.remaining(), seen));
    int count;
    try {
      count = ifCached ? truth.readAtIfCached(offset, target) : truth.readAt(offset, target);
    } finally {
      target.limit(limit);
    }
    if (count > 0 && strike.has(Misdeed.FlipBit.class)) {
      long bit = disk.draw(8L * count);
      int index = start + (int) (bit / 8);
      target.put(index, (byte) (target.get(index) ^ 1 << bit % 8));
    }
    strike.end();
    return count;
  }

  @Override
  public long size() {
    Strike strike = disk.begin(DiskOperation.SIZE, path());
    long size = Math.min(truth.size(), strike.seemingEnd());
    strike.end();
    return size;
  }

  @Override
  public void truncate(long size) {
    Strike strike = disk.begin(DiskOperation.TRUNCATE, path());
    truth.truncate(size);
    strike.end();
  }

  @Override
  public void syncData() {
    Strike strike = disk.begin(DiskOperation.SYNC_DATA, path());
    if (isReal(strike)) {
      truth.syncData();
    }
    strike.end();
  }

  @Override
  public void syncAll() {
    Strike strike = disk.begin(DiskOperation.SYNC_ALL, path());
    if (isReal(strike)) {
      truth.syncAll();
    }
    strike.end();
  }

  private boolean isReal(Strike strike) {
    if (strike.has(Misdeed.FailAndForget.class)) {
      if (truth instanceof SimFile simulated) {
        simulated.loseUnsynced();
      }
      throw strike.failure(Fault.IO);
    }
    return !strike.has(Misdeed.PretendSync.class);
  }

  @Override
  public void preallocate(long offset, long length) {
    Strike strike = disk.begin(DiskOperation.PREALLOCATE, path());
    truth.preallocate(offset, length);
    strike.end();
  }

  @Override
  public long copyTo(DiskFile target, long offset, long length, long targetOffset) {
    DiskFile trueTarget = target instanceof FaultyFile faulty ? faulty.truth : target;
    Strike strike = disk.begin(DiskOperation.COPY_TO, path(), target.path());
    long seen = Math.min(length, Math.max(0, strike.seemingEnd() - offset));
    long count = truth.copyTo(trueTarget, offset, strike.half(seen), targetOffset);
    strike.failHalfway();
    if (count > 0 && strike.has(Misdeed.FlipBit.class)) {
      FaultyDisk.flip(trueTarget, 8 * targetOffset + disk.draw(8 * count));
    }
    strike.end();
    return count;
  }

  @Override
  public DiskFile retain() {
    truth.retain();
    return this;
  }

  @Override
  public void close() {
    truth.close();
  }

  @Override
  public void closeSlowly() {
    truth.closeSlowly();
  }

  private void flipWritten(Strike strike, long offset, long length) {
    if (length > 0 && strike.has(Misdeed.FlipBit.class)) {
      FaultyDisk.flip(truth, 8 * offset + disk.draw(8 * length));
    }
  }

  private static ByteBuffer gathered(ByteBuffer... sources) {
    long length = 0;
    for (ByteBuffer source : sources) {
      length += source.remaining();
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(length));
    for (ByteBuffer source : sources) {
      bytes.put(source.duplicate());
    }
    return bytes.flip();
  }
}

package atoll.bench.volume;

import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealDisk;
import atoll.volume.BufferPool;
import atoll.volume.NeedleBody;
import atoll.volume.NeedleWrite;
import atoll.volume.Volume;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeLimits;
import atoll.volume.VolumePaths;
import atoll.volume.WriteResult;
import atoll.volume.files.VolumeName;
import atoll.volume.index.NeedleMemory;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.Ttl;
import atoll.volume.needle.VolumeId;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A volume on the machine's own disk, in a directory that goes with it. Shared, as the volume is.
final class BenchVolume implements AutoCloseable {

  private static final int WORK_THREADS = 4;
  private static final long PATIENCE_SECONDS = 60;

  private final Path directory;
  private final ExecutorService work = Executors.newFixedThreadPool(WORK_THREADS);
  private final NeedleMemory memory = new NeedleMemory(1L << 28);
  private final VolumeEnvironment environment;
  private final Volume volume;

  private BenchVolume(Path directory) {
    this.directory = directory;
    this.environment =
        new VolumeEnvironment(
            new RealDisk(Events.NONE),
            new RealClock(),
            Events.NONE,
            work,
            memory,
            new BufferPool(64L << 20),
            VolumeLimits.DEFAULT);
    this.volume =
        Volume.create(
            environment,
            new VolumePaths(directory, new VolumeName("", new VolumeId(1))),
            SuperBlock.fresh(ReplicaPlacement.NONE, Ttl.NONE),
            OffsetWidth.FOUR);
  }

  static BenchVolume create(Path parent) throws IOException {
    return new BenchVolume(Files.createTempDirectory(parent, "volume"));
  }

  Volume volume() {
    return volume;
  }

  VolumeEnvironment environment() {
    return environment;
  }

  static NeedleKey key(long id) {
    return new NeedleKey(new NeedleId(id), new Cookie((int) id));
  }

  /// A write of what remains in `body`, its checksum computed here.
  static NeedleWrite write(long id, ByteBuffer body) {
    return new NeedleWrite(key(id), NeedleAttributes.NONE, NeedleBody.of(body));
  }

  static ByteBuffer body(int bytes) {
    ByteBuffer body = ByteBuffer.allocateDirect(bytes);
    SplittableRandom random = new SplittableRandom(bytes);
    while (body.hasRemaining()) {
      body.put((byte) random.nextInt());
    }
    return body.flip();
  }

  static void requireWritten(WriteResult result) {
    if (!(result instanceof WriteResult.Written)) {
      throw new IllegalStateException("not written: " + result);
    }
  }

  @Override
  public void close() throws IOException {
    CompletableFuture<String> closed = new CompletableFuture<>();
    volume.close(() -> closed.complete("closed"));
    closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    work.shutdown();
    memory.close();
    environment.disk().list(directory).forEach(left -> environment.disk().delete(left.path()));
    Files.delete(directory);
  }
}

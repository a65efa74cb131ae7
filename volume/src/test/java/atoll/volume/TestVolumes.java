package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import atoll.kit.Clock;
import atoll.kit.disk.Disk;
import atoll.kit.event.Events;
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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/// Volumes for tests, whose work runs where it is asked for. Confined to a test.
final class TestVolumes implements AutoCloseable {

  static final Path DIRECTORY = Path.of("/data");
  static final VolumePaths PATHS = new VolumePaths(DIRECTORY, new VolumeName("", new VolumeId(7)));
  static final SuperBlock FRESH = SuperBlock.fresh(ReplicaPlacement.NONE, Ttl.NONE);

  final NeedleMemory memory = new NeedleMemory(1L << 28);
  final BufferPool buffers = new BufferPool(1 << 22);
  final VolumeEnvironment environment;

  TestVolumes(Disk disk, Clock clock, Events events) {
    this(disk, clock, events, Runnable::run, VolumeLimits.DEFAULT);
  }

  TestVolumes(Disk disk, Clock clock, Events events, Executor work, VolumeLimits limits) {
    this(disk, clock, events, work, limits, NeedleMaps.IN_MEMORY);
  }

  TestVolumes(Disk disk, Clock clock, Events events, NeedleMaps maps) {
    this(disk, clock, events, Runnable::run, VolumeLimits.DEFAULT, maps);
  }

  private TestVolumes(
      Disk disk, Clock clock, Events events, Executor work, VolumeLimits limits, NeedleMaps maps) {
    environment = new VolumeEnvironment(disk, clock, events, work, memory, buffers, limits, maps);
    disk.createDirectories(DIRECTORY);
  }

  Volume create() {
    return Volume.create(environment, PATHS, FRESH, OffsetWidth.FOUR);
  }

  Volume open() {
    return Volume.open(environment, PATHS, OffsetWidth.FOUR);
  }

  Volume reopen(Volume volume) {
    close(volume);
    return open();
  }

  static void close(Volume volume) {
    List<String> closed = new ArrayList<>();
    volume.close(() -> closed.add("closed"));
    assertThat(closed).hasSize(1);
  }

  static NeedleKey key(long id) {
    return new NeedleKey(new NeedleId(id), new Cookie((int) id * 31 + 5));
  }

  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  static ByteBuffer direct(String text) {
    return direct(text.getBytes(StandardCharsets.UTF_8));
  }

  static NeedleWrite needle(long id, String text) {
    return new NeedleWrite(
        key(id),
        NeedleAttributes.NONE.withName(Bytes.utf8("n" + id)).withMime(Bytes.EMPTY),
        NeedleBody.of(direct(text)));
  }

  static WriteResult write(Volume volume, NeedleWrite write) {
    List<WriteResult> results = new ArrayList<>();
    volume.write(write, results::add);
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  static DeleteResult delete(Volume volume, NeedleDelete delete) {
    List<DeleteResult> results = new ArrayList<>();
    volume.delete(delete, results::add);
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  /// The data of a needle as text, or what came instead of it.
  static String read(Volume volume, long id) {
    return read(volume, new ReadRequest(key(id)));
  }

  static String read(Volume volume, ReadRequest request) {
    return switch (volume.read(request)) {
      case ReadResult.Found found -> {
        try (found) {
          yield StandardCharsets.UTF_8.decode(found.needle().data()).toString();
        }
      }
      case ReadResult.Opened(NeedleStream stream) -> {
        try (stream) {
          ByteBuffer all = ByteBuffer.allocateDirect(stream.meta().dataBytes());
          while (stream.remaining() > 0) {
            ByteBuffer chunk = all.slice(all.position(), (int) Math.min(1000, stream.remaining()));
            all.position(all.position() + stream.read(chunk));
          }
          yield StandardCharsets.UTF_8.decode(all.flip()).toString();
        }
      }
      case ReadResult other -> other.getClass().getSimpleName();
    };
  }

  @Override
  public void close() {
    memory.close();
  }
}

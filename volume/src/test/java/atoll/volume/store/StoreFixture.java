package atoll.volume.store;

import atoll.kit.disk.Disk;
import atoll.kit.event.Events;
import atoll.sim.SeededRandomness;
import atoll.sim.SimClock;
import atoll.volume.BufferPool;
import atoll.volume.NeedleBody;
import atoll.volume.NeedleWrite;
import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Volume;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeLimits;
import atoll.volume.WriteResult;
import atoll.volume.files.VolumeName;
import atoll.volume.index.NeedleMemory;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Stores for tests. Confined to a test.
final class StoreFixture implements AutoCloseable {

  static final SuperBlock FRESH = SuperBlock.fresh(ReplicaPlacement.NONE, Ttl.NONE);
  static final NeedleKey KEY = new NeedleKey(new NeedleId(1), new Cookie(5));

  final NeedleMemory memory = new NeedleMemory(1L << 28);
  final SimClock clock = new SimClock();
  final VolumeEnvironment environment;

  StoreFixture(Disk disk, Events events) {
    this(disk, events, Runnable::run);
  }

  StoreFixture(Disk disk, Events events, Executor work) {
    environment =
        new VolumeEnvironment(
            disk, clock, events, work, memory, new BufferPool(1 << 22), VolumeLimits.DEFAULT);
  }

  Store open(DirectorySettings... settings) {
    return Store.open(
        environment, new SeededRandomness(1), List.of(settings), StoreOptions.DEFAULT);
  }

  static DirectorySettings directory(String data) {
    return directory(data, "", 8);
  }

  static DirectorySettings directory(String data, String type, int max) {
    return new DirectorySettings(Path.of(data), Path.of(data), type, max, SpaceFloor.parse("1"));
  }

  static VolumeName name(int id) {
    return name("", id);
  }

  static VolumeName name(String collection, int id) {
    return new VolumeName(collection, new VolumeId(id));
  }

  static VolumeId id(int id) {
    return new VolumeId(id);
  }

  static <R> R answer(Consumer<Consumer<R>> call) {
    List<R> answers = new ArrayList<>();
    call.accept(answers::add);
    return answers.getFirst();
  }

  static WriteResult write(Volume volume, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    NeedleWrite write = new NeedleWrite(KEY, NeedleAttributes.NONE, NeedleBody.of(body));
    return StoreFixture.<WriteResult>answer(done -> volume.write(write.asDurable(), done));
  }

  static String read(Store store, int id) {
    return switch (store.find(id(id)).orElseThrow().read(new ReadRequest(KEY))) {
      case ReadResult.Found found -> {
        try (found) {
          yield StandardCharsets.UTF_8.decode(found.needle().data()).toString();
        }
      }
      case ReadResult other -> other.getClass().getSimpleName();
    };
  }

  /// As [#write], where the work is done by other threads.
  static WriteResult writeAndWait(Volume volume, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    CompletableFuture<WriteResult> answer = new CompletableFuture<>();
    volume.write(
        new NeedleWrite(KEY, NeedleAttributes.NONE, NeedleBody.of(body)).asDurable(),
        answer::complete);
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  static void closeAndWait(Store store) {
    CompletableFuture<List<EndResult>> answer = new CompletableFuture<>();
    store.close(answer::complete);
    answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  static void close(Store store) {
    StoreFixture.<List<EndResult>>answer(store::close);
  }

  @Override
  public void close() {
    memory.close();
  }
}

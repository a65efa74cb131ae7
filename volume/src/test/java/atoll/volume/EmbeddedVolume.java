package atoll.volume;

import atoll.kit.Bytes;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealDisk;
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
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Keeps a needle in volume 7 of a directory, reads it back and deletes it.
final class EmbeddedVolume {

  private EmbeddedVolume() {}

  static void run(Path directory, PrintStream out) throws Exception {
    // What all volumes of a process share. Events.NONE is where a log would go.
    ExecutorService diskThreads = Executors.newFixedThreadPool(4);
    try (NeedleMemory memory = new NeedleMemory(1L << 30)) {
      VolumeEnvironment environment =
          new VolumeEnvironment(
              new RealDisk(Events.NONE),
              new RealClock(),
              Events.NONE,
              diskThreads,
              memory,
              new BufferPool(64L << 20),
              VolumeLimits.DEFAULT);
      VolumePaths paths = new VolumePaths(directory, new VolumeName("", new VolumeId(7)));
      Volume volume =
          environment.disk().find(paths.data()).isPresent()
              ? Volume.open(environment, paths, OffsetWidth.FOUR)
              : Volume.create(
                  environment,
                  paths,
                  SuperBlock.fresh(ReplicaPlacement.NONE, Ttl.NONE),
                  OffsetWidth.FOUR);

      // A needle has an id and a random cookie, which keeps ids from being guessed.
      NeedleKey key = new NeedleKey(new NeedleId(0x2a), new Cookie(0x1f2e3d4c));
      byte[] hello = "hello, needle".getBytes(StandardCharsets.UTF_8);
      ByteBuffer data = ByteBuffer.allocateDirect(hello.length).put(hello).flip();
      NeedleWrite write =
          new NeedleWrite(
                  key, NeedleAttributes.NONE.withName(Bytes.utf8("hello.txt")), NeedleBody.of(data))
              .asDurable();
      WriteResult written = await(answer -> volume.write(write, answer));
      switch (written) {
        case WriteResult.Written(long offset, int _, var etag) ->
            out.println("written at " + offset + ", ETag " + etag);
        case WriteResult.Unchanged _ -> out.println("was there already");
        case WriteResult refused -> throw new IllegalStateException("refused: " + refused);
      }

      switch (volume.read(new ReadRequest(key))) {
        case ReadResult.Found found -> {
          try (found) {
            out.println("read: " + StandardCharsets.UTF_8.decode(found.needle().data()));
          }
        }
        case ReadResult.Opened(NeedleStream stream) -> {
          try (stream) {
            out.println("large, to be read in chunks: " + stream.remaining() + " bytes");
          }
        }
        case ReadResult miss -> throw new IllegalStateException("missed: " + miss);
      }

      DeleteResult deleted = await(answer -> volume.delete(new NeedleDelete(key), answer));
      out.println("deleted: " + deleted);
      out.println("now: " + volume.read(new ReadRequest(key)));

      CompletableFuture<String> closed = new CompletableFuture<>();
      volume.close(() -> closed.complete("closed"));
      out.println(closed.get(10, TimeUnit.SECONDS));
    } finally {
      diskThreads.shutdown();
    }
  }

  /// Waits for the answer to a write, as a program may that is no event loop.
  private static <R> R await(Consumer<Consumer<R>> call) throws Exception {
    CompletableFuture<R> answer = new CompletableFuture<>();
    call.accept(answer::complete);
    return answer.get(10, TimeUnit.SECONDS);
  }
}

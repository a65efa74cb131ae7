package atoll.volumeserver;

import atoll.kit.count.Registry;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealDisk;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.kit.run.Runner;
import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import atoll.sim.disk.FaultyDisk;
import atoll.volume.BufferPool;
import atoll.volume.DeleteResult;
import atoll.volume.NeedleBody;
import atoll.volume.NeedleDelete;
import atoll.volume.NeedleWrite;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeLimits;
import atoll.volume.WriteResult;
import atoll.volume.index.NeedleMemory;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.VolumeId;
import atoll.volume.store.DirectorySettings;
import atoll.volume.store.EndResult;
import atoll.volume.store.SpaceFloor;
import atoll.volume.store.Store;
import atoll.volume.store.StoreOptions;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.node.NodeIdentity;
import atoll.volumeserver.node.WorkPace;
import atoll.volumeserver.wire.GrpcChannels;
import atoll.volumeserver.wire.GrpcLimits;
import atoll.volumeserver.wire.ServerAddress;
import io.grpc.InsecureChannelCredentials;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A volume server without its doors, over a real directory. Confined to a test.
public final class NodeFixture implements AutoCloseable {

  public final RecordingEvents events = new RecordingEvents();
  public final FaultyDisk disk =
      new FaultyDisk(new RealDisk(events), new SeededRandomness(1), _ -> {});
  public final Runner runner = new RealRunner(events);
  public final GrpcChannels channels =
      new GrpcChannels(InsecureChannelCredentials.create(), GrpcLimits.DEFAULTS);
  public final Node node;
  private final NeedleMemory memory = new NeedleMemory(1L << 28);
  private final ExecutorService work = Executors.newFixedThreadPool(2);
  private final List<DirectorySettings> directories;

  public NodeFixture(Path data) {
    this(data, 8);
  }

  public NodeFixture(Path data, int volumesMax) {
    this(data, volumesMax, WorkPace.UNLIMITED);
  }

  public NodeFixture(Path data, int volumesMax, WorkPace pace) {
    this(List.of(data), volumesMax, pace);
  }

  /// With several data directories.
  public NodeFixture(List<Path> data, int volumesMax, WorkPace pace) {
    directories =
        data.stream()
            .map(each -> new DirectorySettings(each, each, "", volumesMax, SpaceFloor.parse("1")))
            .toList();
    node =
        new Node(
            new NodeIdentity(
                "node-1",
                new ServerAddress("127.0.0.1", 8080, 18_081),
                "public.example:80",
                "dc1",
                "rack1"),
            new VolumeEnvironment(
                disk,
                new RealClock(),
                events,
                work,
                memory,
                new BufferPool(1 << 22),
                VolumeLimits.DEFAULT),
            new Registry(),
            pace);
  }

  public NodeFixture loaded() {
    node.serve(
        Store.open(node.environment(), new RealRandomness(), directories, StoreOptions.DEFAULT));
    return this;
  }

  /// Writes a needle of that text.
  public WriteResult write(int volume, long id, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    CompletableFuture<WriteResult> answer = new CompletableFuture<>();
    node.store()
        .find(new VolumeId(volume))
        .orElseThrow()
        .write(
            new NeedleWrite(
                new NeedleKey(new NeedleId(id), new Cookie(5)),
                NeedleAttributes.NONE,
                NeedleBody.of(body)),
            answer::complete);
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /// Deletes a needle.
  public DeleteResult delete(int volume, long id) {
    CompletableFuture<DeleteResult> answer = new CompletableFuture<>();
    node.store()
        .find(new VolumeId(volume))
        .orElseThrow()
        .delete(new NeedleDelete(new NeedleKey(new NeedleId(id), new Cookie(5))), answer::complete);
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    runner.close();
    channels.close();
    if (node.isLoaded()) {
      CompletableFuture<List<EndResult>> closed = new CompletableFuture<>();
      node.store().close(closed::complete);
      closed.orTimeout(20, TimeUnit.SECONDS).join();
    }
    work.shutdown();
    memory.close();
  }
}

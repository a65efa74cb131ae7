package atoll.volumeserver;

import atoll.http.HttpLimits;
import atoll.kit.Limit;
import atoll.kit.Limits;
import atoll.volume.VolumeLimits;
import atoll.volumeserver.heartbeat.HeartbeatSettings;
import atoll.volumeserver.wire.CallLimits;
import atoll.volumeserver.wire.GrpcLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The bounds of a volume server that are nobody's flag. Immutable.
///
/// @param bodyBytesMax of bodies that are held in memory at a time, all connections together
/// @param bufferBytesKept in buffers that nobody uses
/// @param needleMapBytesMax of all needle maps
/// @param diskThreads that wait for disks
/// @param imageThreads that change images: as many are in memory at a time
/// @param imageBytesMax of the file of an image that is changed
/// @param imagePixelsMax of an image that is changed
public record ServerLimits(
    HttpLimits http,
    GrpcLimits grpc,
    CallLimits calls,
    VolumeLimits volumes,
    HeartbeatSettings heartbeats,
    long bodyBytesMax,
    long bufferBytesKept,
    long needleMapBytesMax,
    int diskThreads,
    int imageThreads,
    int imageBytesMax,
    long imagePixelsMax)
    implements Limits {

  private static final int MIB = 1 << 20;

  /// Go's server takes heads of 1 MiB, and reads the body of a refused request to its end.
  public static final ServerLimits USUAL =
      new ServerLimits(
          HttpLimits.DEFAULTS
              .withHead(new HttpLimits.Head(64 * 1024, MIB, 1024))
              .withBody(new HttpLimits.Body(Long.MAX_VALUE, MIB, 512 * 1024, 256 * 1024)),
          GrpcLimits.DEFAULTS,
          CallLimits.DEFAULTS,
          VolumeLimits.DEFAULT,
          HeartbeatSettings.USUAL,
          64L * MIB,
          16L * MIB,
          1L << 40,
          8,
          2,
          64 * MIB,
          50_000_000);

  /// With that patience towards connections that are silent.
  ServerLimits withIdle(Duration idle) {
    HttpLimits.Pace pace = http.pace();
    HttpLimits.Pace other =
        new HttpLimits.Pace(
            pace.headTime(),
            idle,
            pace.window(),
            pace.bytesPerSecond(),
            pace.lingerTime(),
            pace.drainTime());
    return new ServerLimits(
        http.withPace(other),
        grpc,
        calls,
        volumes,
        heartbeats,
        bodyBytesMax,
        bufferBytesKept,
        needleMapBytesMax,
        diskThreads,
        imageThreads,
        imageBytesMax,
        imagePixelsMax);
  }

  @Override
  public List<Limit> list() {
    List<Limit> all = new ArrayList<>(http.list());
    all.addAll(grpc.list());
    all.addAll(calls.list());
    all.addAll(volumes.list());
    all.addAll(heartbeats.list());
    all.add(
        new Limit("server.bodies.max", bodyBytesMax + " bytes", "sockets are not read; then 503"));
    all.add(new Limit("server.disk.threads", "" + diskThreads, "work for the disk waits"));
    all.add(
        new Limit(
            "server.images.max",
            "%d at a time, %d bytes, %d pixels"
                .formatted(imageThreads, imageBytesMax, imagePixelsMax),
            "others wait; larger ones go out as they are"));
    return all;
  }
}

package atoll.mkv.host;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import atoll.kit.unit.DataSize;
import java.time.Duration;
import java.util.List;

/// The bounds of a blob host. Immutable.
///
/// @param uploads at once
/// @param pieceBytes of one upload in memory
/// @param floorBytes that stay free on the disk
/// @param diskThreads that work on files
/// @param waitingCount of requests that wait for one of these threads
/// @param groupCount of changes that one sync of the log makes durable
/// @param changeTime for a change to become durable
public record HostLimits(
    int uploads,
    int pieceBytes,
    long floorBytes,
    int diskThreads,
    int waitingCount,
    int groupCount,
    Duration changeTime)
    implements Limits {

  public static final HostLimits USUAL =
      new HostLimits(256, 64 * 1024, 256L << 20, 16, 4096, 512, Duration.ofSeconds(30));

  public HostLimits {
    Check.that(
        uploads > 0 && pieceBytes > 0 && diskThreads > 0 && waitingCount > 0 && groupCount > 0,
        "limits of a blob host are counts");
    Check.that(floorBytes >= 0 && changeTime.isPositive(), "a floor, and time for a change");
  }

  public HostLimits withFloorBytes(long bytes) {
    return new HostLimits(
        uploads, pieceBytes, bytes, diskThreads, waitingCount, groupCount, changeTime);
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("host.uploads.max", "" + uploads, "answers 503 with Retry-After"),
        new Limit("host.upload.piece", pieceBytes + " bytes", "the client waits"),
        new Limit("host.free.min", DataSize.ofBytes(floorBytes).brief(), "a PUT is answered 507"),
        new Limit("host.disk.threads", "" + diskThreads, "requests wait"),
        new Limit("host.disk.waiting.max", "" + waitingCount, "answers 503 with Retry-After"),
        new Limit("host.group.max", "" + groupCount, "further changes wait for the next sync"),
        new Limit("host.change.time.max", changeTime.toSeconds() + " s", "answers 504"));
  }
}

package atoll.mkv.host;

import atoll.http.ByteBudget;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyServer;
import atoll.http.server.Handler;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.Routes;
import atoll.http.server.ServerSettings;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Randomness;
import atoll.kit.count.Registry;
import atoll.kit.disk.Disk;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.run.Runner;
import atoll.mkv.key.HostId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A blob host: keeps one plain file per blob below a folder and serves it over HTTP, with the
/// protocol of nginx's WebDAV. Beyond that,
///
/// - what it has acknowledged survives a loss of power, many changes made durable by one sync;
/// - `X-Mkv-Sidecar` brings a blob's sidecar with the blob, and both appear or neither;
/// - a body is compared with `Content-MD5`, `Repr-Digest`, `X-Mkv-Crc32c` and its sidecar (422),
///   and the answer tells its CRC-32C;
/// - it writes nothing but files at `/xx/yy/NAME`, and follows no symbolic link;
/// - it keeps a part of the disk free (507);
/// - a second door, if there is one, only reads files: for clients that were redirected.
///
/// Shared.
public final class BlobHost implements AutoCloseable {

  private static final String LISTENER = "host";
  private static final String READING = "host-reading";
  private static final long BUDGET_BYTES = 16L << 20;

  /// The outside world. Immutable.
  public record Seams(
      Disk disk, Clock clock, Randomness randomness, Runner runner, Events events) {}

  /// Where it listens. Immutable.
  ///
  /// @param all for gateways: reads, writes, lists
  /// @param reading for clients that were redirected: reads files and nothing else
  public record Doors(Endpoint all, Optional<Endpoint> reading) {}

  private final HostId id;
  private final BlobFiles files;
  private final DiskThreads threads;
  private final HttpServer server;
  private final HostCounts counts;

  private BlobHost(
      HostId id, BlobFiles files, DiskThreads threads, HttpServer server, HostCounts counts) {
    this.id = id;
    this.files = files;
    this.threads = threads;
    this.server = server;
    this.counts = counts;
  }

  /// Serves a folder that has an identity.
  ///
  /// @param root where the files are; absolute
  /// @throws AtollException `NOT_FOUND` if the folder has no identity, `BUSY` if another host
  ///   serves it, `CONFLICT` if the port is taken
  public static BlobHost start(
      Path root, Endpoint at, HostLimits limits, EventLoops loops, Seams seams) {
    return start(
        root,
        new Doors(at, Optional.empty()),
        limits,
        loops,
        seams,
        new HostCounts.Page(new Registry()));
  }

  /// As [#start(Path, Endpoint, HostLimits, EventLoops, Seams)].
  ///
  /// @param page where it counts
  public static BlobHost start(
      Path root,
      Doors doors,
      HostLimits limits,
      EventLoops loops,
      Seams seams,
      HostCounts.Page page) {
    HostId id = HostIdentity.read(seams.disk(), root);
    HostCounts counts = page.of(id);
    DiskThreads threads = new DiskThreads(limits.diskThreads(), limits.waitingCount());
    try {
      BlobFiles files =
          BlobFiles.open(
              seams.disk(),
              root,
              Files::isSymbolicLink,
              threads.log(),
              limits.groupCount(),
              counts,
              seams.events());
      try {
        HostRequests requests =
            new HostRequests(
                files, threads, limits, root, seams.clock(), seams.runner(), seams.events());
        HttpServer server =
            NettyServer.start(
                loops,
                ServerSettings.of(
                    new ByteBudget(BUDGET_BYTES),
                    seams.clock(),
                    seams.randomness(),
                    seams.events()),
                listeners(doors, requests));
        return new BlobHost(id, files, threads, server, counts);
      } catch (AtollException refused) {
        files.close();
        throw refused;
      }
    } catch (AtollException refused) {
      threads.close();
      throw refused;
    }
  }

  private static List<Listen> listeners(Doors doors, HostRequests requests) {
    List<Listen> all = new ArrayList<>();
    all.add(Listen.plain(LISTENER, doors.all(), Routes.all(Handler.onLoop(requests::handle))));
    doors
        .reading()
        .ifPresent(at ->
            all.add(
                Listen.plain(READING, at, Routes.all(Handler.onLoop(requests::handleReading)))));
    return all;
  }

  /// Who the folder says it is.
  public HostId id() {
    return id;
  }

  /// Where it listens.
  public Endpoint local() {
    return server.local(LISTENER);
  }

  public HostCounts counts() {
    return counts;
  }

  /// Bytes that may still be written to its disk.
  public long usableBytes() {
    return files.usableBytes();
  }

  /// Ends what runs, then closes.
  @Override
  public void close() {
    var _ = server.drain();
    threads.close();
    files.close();
  }
}

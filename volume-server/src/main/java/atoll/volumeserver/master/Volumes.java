package atoll.volumeserver.master;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.volume.superblock.FormatVersion;
import atoll.volumeserver.wire.GrpcChannels;
import atoll.volumeserver.wire.GrpcFailures;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.volume.AllocateVolumeRequest;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Hands out ids, and has volumes made where none is left.
///
/// Shared (one volume is made at a time, under its lock).
final class Volumes {

  private final Cluster cluster;
  private final GrpcChannels channels;
  private final Events events;
  private final ReentrantLock growing = new ReentrantLock();

  Volumes(Cluster cluster, GrpcChannels channels, Events events) {
    this.cluster = cluster;
    this.channels = channels;
    this.events = events;
  }

  /// Hands out ids.
  ///
  /// @throws AtollException `BUSY` if it is not known yet which are free, `NO_SPACE` if no server
  ///   has room for a volume, else as making one
  Cluster.Assignment.Assigned assign(Layout layout, long count) {
    Cluster.Assignment first = cluster.assign(layout, count);
    if (first instanceof Cluster.Assignment.NoVolume) {
      growing.lock();
      try {
        // Whoever had the lock before may have made one.
        first = cluster.assign(layout, count);
        if (first instanceof Cluster.Assignment.NoVolume) {
          make(layout);
          first = cluster.assign(layout, count);
        }
      } finally {
        growing.unlock();
      }
    }
    return switch (first) {
      case Cluster.Assignment.Assigned assigned -> assigned;
      case Cluster.Assignment.NotYet(String why) -> throw new AtollException(Fault.BUSY, why);
      case Cluster.Assignment.NoVolume _ ->
          throw new AtollException(
              Fault.UNREACHABLE, "the volume that was just made has gone again; try again");
    };
  }

  /// Makes volumes.
  ///
  /// @return how many
  /// @throws AtollException if not one could be made
  int grow(Layout layout, int count) {
    growing.lock();
    try {
      int made = 0;
      while (made < count) {
        try {
          make(layout);
        } catch (AtollException e) {
          if (made == 0) {
            throw e;
          }
          break;
        }
        made++;
      }
      return made;
    } finally {
      growing.unlock();
    }
  }

  private void make(Layout layout) {
    Cluster.Growth growth = cluster.grow(layout);
    AllocateVolumeRequest request =
        AllocateVolumeRequest.newBuilder()
            .setVolumeId(growth.id().value())
            .setCollection(layout.collection())
            .setReplication(layout.placement().toString())
            .setTtl(layout.ttl().toString())
            .setDiskType(layout.diskType())
            // Go's volume servers refuse a request that names none.
            .setVersion(FormatVersion.CURRENT.number())
            .build();
    for (ServerAddress server : growth.servers()) {
      try {
        var _ =
            VolumeServerGrpc.newBlockingStub(channels.to(server))
                .withDeadlineAfter(channels.limits().callTime().toNanos(), TimeUnit.NANOSECONDS)
                .allocateVolume(request);
      } catch (StatusRuntimeException e) {
        throw GrpcFailures.of("making volume " + growth.id() + " on " + server, e);
      }
    }
    cluster.grown(layout, growth);
    events.report(
        new MasterEvent.VolumeMade(
            growth.id().toString(),
            growth.servers().stream().map(ServerAddress::http).collect(Collectors.joining(", "))));
  }
}

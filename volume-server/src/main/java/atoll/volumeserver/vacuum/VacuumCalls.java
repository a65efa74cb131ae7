package atoll.volumeserver.vacuum;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.Histogram;
import atoll.volume.Volume;
import atoll.volume.needle.VolumeId;
import atoll.volume.vacuum.GarbageRatio;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumResult;
import atoll.volume.vacuum.Vacuums;
import atoll.volumeserver.admin.Answers;
import atoll.volumeserver.admin.VolumeAdministration;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.AnswerStream;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.VacuumVolumeCheckRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCheckResponse;
import atoll.volumeserver.wire.volume.VacuumVolumeCleanupRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCleanupResponse;
import atoll.volumeserver.wire.volume.VacuumVolumeCommitRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCommitResponse;
import atoll.volumeserver.wire.volume.VacuumVolumeCompactRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCompactResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// The door of gRPC to vacuums. Immutable.
public final class VacuumCalls {

  private static final long TELL_BYTES = 128L << 20;

  /// How long a caller who has hung up is not noticed at most.
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final String PREFIX = "SeaweedFS_volumeServer_vacuuming_";

  private final Node node;
  private final VolumeAdministration volumes;
  private final Family<Histogram> seconds;
  private final Family<Counter> compacted;
  private final Family<Counter> committed;

  private VacuumCalls(Node node, VolumeAdministration volumes) {
    this.node = node;
    this.volumes = volumes;
    this.seconds =
        node.counters()
            .histograms(
                PREFIX + "seconds",
                "How long the steps of vacuums took.",
                Histogram.exponentialBounds(0.0001, 2, 24),
                "type");
    this.compacted =
        node.counters().counters(PREFIX + "compact_count", "Compactions by success.", "success");
    this.committed =
        node.counters()
            .counters(PREFIX + "commit_count", "Commits of compactions by success.", "success");
  }

  /// Binds them.
  public static void bind(CallTable table, Node node, VolumeAdministration volumes) {
    VacuumCalls calls = new VacuumCalls(node, volumes);
    table
        .bind(VolumeServerGrpc.getVacuumVolumeCheckMethod(), Access.OPEN, calls::check)
        .bindStream(VolumeServerGrpc.getVacuumVolumeCompactMethod(), Access.GATED, calls::compact)
        .bind(VolumeServerGrpc.getVacuumVolumeCommitMethod(), Access.GATED, calls::commit)
        .bind(VolumeServerGrpc.getVacuumVolumeCleanupMethod(), Access.GATED, calls::cleanUp);
  }

  private Volume find(int number, String during) {
    VolumeId id = new VolumeId(number);
    return node.store()
        .find(id)
        .orElseThrow(() ->
            new AtollException(
                Fault.NOT_FOUND, "volume id " + id + " is not found during " + during));
  }

  private Vacuums vacuums() {
    return node.vacuums();
  }

  private VacuumVolumeCheckResponse check(VacuumVolumeCheckRequest request) {
    Volume volume = find(request.getVolumeId(), "check compact");
    return VacuumVolumeCheckResponse.newBuilder()
        .setGarbageRatio(GarbageRatio.of(volume.status()))
        .build();
  }

  /// Tells how far it is; whoever hangs up ends it.
  private void compact(
      VacuumVolumeCompactRequest request, AnswerStream<VacuumVolumeCompactResponse> out) {
    volumes.refuseInMaintenance();
    Volume volume = find(request.getVolumeId(), "compact");
    long began = System.nanoTime();
    boolean succeeded = false;
    Progress progress = new Progress(TELL_BYTES);
    try {
      VacuumOrder order =
          node.pace()
              .vacuum()
              .reserving(Math.max(0, request.getPreallocate()))
              .telling(progress::processed);
      vacuums().compact(volume, order, progress::ended);
      VacuumResult result = follow(volume, progress, out);
      if (!(result instanceof VacuumResult.Compacted)) {
        throw failure(volume, result);
      }
      succeeded = true;
    } finally {
      count("compact", began, compacted, succeeded);
    }
  }

  private VacuumResult follow(
      Volume volume, Progress progress, AnswerStream<VacuumVolumeCompactResponse> out) {
    boolean ended = false;
    try {
      while (true) {
        switch (progress.await(LOOK).orElse(null)) {
          case null -> {
            if (out.isCancelled()) {
              throw new AtollException(Fault.CANCELLED, "the caller has hung up");
            }
          }
          case Progress.News.Processed(long bytes) -> out.send(message(bytes));
          case Progress.News.Ended(VacuumResult result) -> {
            ended = true;
            return result;
          }
        }
      }
    } finally {
      if (!ended) {
        var _ = vacuums().cancel(volume);
      }
    }
  }

  private static VacuumVolumeCompactResponse message(long processed) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    double load = system.getSystemLoadAverage() / system.getAvailableProcessors();
    return VacuumVolumeCompactResponse.newBuilder()
        .setProcessedBytes(processed)
        .setLoadAvg1M((float) Math.max(0, load))
        .build();
  }

  private VacuumVolumeCommitResponse commit(VacuumVolumeCommitRequest request) {
    volumes.refuseInMaintenance();
    VolumeId id = new VolumeId(request.getVolumeId());
    if (node.readiness().isStopping()) {
      throw new AtollException(
          Fault.CLOSED, "volume id " + id + " skips compact because volume is stopping");
    }
    Volume volume = find(request.getVolumeId(), "commit compact");
    boolean wasReadOnly = !volume.state().takesWrites();
    long began = System.nanoTime();
    boolean succeeded = false;
    try {
      VacuumResult result =
          Answers.await(
              "committing the vacuum of volume " + id, done -> vacuums().commit(volume, done));
      if (!(result instanceof VacuumResult.Committed)) {
        throw failure(volume, result);
      }
      succeeded = true;
    } finally {
      count("commit", began, committed, succeeded);
    }
    node.volumesChanged();
    return VacuumVolumeCommitResponse.newBuilder()
        .setIsReadOnly(wasReadOnly)
        .setVolumeSize(volume.status().dataBytes())
        .build();
  }

  private VacuumVolumeCleanupResponse cleanUp(VacuumVolumeCleanupRequest request) {
    volumes.refuseInMaintenance();
    Volume volume = find(request.getVolumeId(), "cleaning up");
    VacuumResult result =
        Answers.await(
            "cleaning up after the vacuum of volume " + volume.name().id(),
            done -> vacuums().cleanUp(volume, done));
    if (!(result instanceof VacuumResult.CleanedUp)) {
      throw failure(volume, result);
    }
    return VacuumVolumeCleanupResponse.getDefaultInstance();
  }

  private static AtollException failure(Volume volume, VacuumResult result) {
    String name = "volume id " + volume.name().id();
    return switch (result) {
      case VacuumResult.Busy _ ->
          new AtollException(Fault.BUSY, name + ": a step of a vacuum runs already; try again");
      case VacuumResult.NotCompacted _ ->
          new AtollException(Fault.CONFLICT, name + " was not compacted: compact it first");
      case VacuumResult.Refused(Fault fault, String why) ->
          new AtollException(fault, name + ": " + why);
      case VacuumResult.Failed(Fault fault, String why) ->
          new AtollException(fault, name + ": " + why);
      case VacuumResult.Compacted _, VacuumResult.Committed _, VacuumResult.CleanedUp _ ->
          new AtollException(Fault.BUG, name + ": a step of a vacuum ended as another");
    };
  }

  private void count(String step, long began, Family<Counter> counter, boolean succeeded) {
    seconds.with(step).observeNanos(System.nanoTime() - began);
    counter.with(Boolean.toString(succeeded)).increment();
  }
}

package atoll.volumeserver.scrub;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.Gauge;
import atoll.volume.Volume;
import atoll.volume.needle.VolumeId;
import atoll.volume.scrub.Scrub;
import atoll.volume.scrub.ScrubResult;
import atoll.volumeserver.admin.Answers;
import atoll.volumeserver.admin.VolumeAdministration;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.ScrubVolumeRequest;
import atoll.volumeserver.wire.volume.ScrubVolumeResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The door of gRPC to scrubs. Immutable (what it counts is concurrent).
public final class ScrubCalls {

  private static final String PREFIX = "SeaweedFS_volumeServer_scrub_";
  private static final int AT_A_TIME = 2;

  private final Node node;
  private final VolumeAdministration volumes;
  private final ScrubThreads threads = new ScrubThreads(AT_A_TIME);
  private final Family<Gauge> lastTime;
  private final Family<Counter> failures;

  private ScrubCalls(Node node, VolumeAdministration volumes) {
    this.node = node;
    this.volumes = volumes;
    this.lastTime =
        node.counters()
            .gauges(
                PREFIX + "last_time_seconds",
                "When the last scrub ended, in seconds since 1970, by mode.",
                "mode");
    this.failures =
        node.counters()
            .counters(PREFIX + "volume_failures", "Broken volumes that scrubs found.", "mode");
  }

  /// Binds them.
  public static void bind(CallTable table, Node node, VolumeAdministration volumes) {
    ScrubCalls calls = new ScrubCalls(node, volumes);
    table.bind(VolumeServerGrpc.getScrubVolumeMethod(), Access.GATED, calls::scrub);
  }

  private ScrubVolumeResponse scrub(ScrubVolumeRequest request) {
    BooleanSupplier stop = Context.current()::isCancelled;
    ScrubVolumeResponse.Builder response = ScrubVolumeResponse.newBuilder();
    List<Volume> broken = new ArrayList<>();
    for (VolumeId id : wanted(request)) {
      Volume volume =
          node.store()
              .find(id)
              .orElseThrow(
                  () -> new AtollException(Fault.NOT_FOUND, "volume id " + id + " not found"));
      ScrubResult result = scrub(volume, request, stop);
      response
          .setTotalVolumes(response.getTotalVolumes() + 1)
          .setTotalFiles(response.getTotalFiles() + result.rows());
      if (result.isBroken()) {
        broken.add(volume);
        response.addBrokenVolumeIds(id.value()).addAllDetails(result.faults());
      }
    }
    String mode = request.getMode().name();
    lastTime.with(mode).set((double) node.clock().now().getEpochSecond());
    failures.with(mode).add(broken.size());
    if (request.getMarkBrokenVolumesReadonly()) {
      broken.forEach(volume -> mark(volume, response));
    }
    return response.build();
  }

  private List<VolumeId> wanted(ScrubVolumeRequest request) {
    return request.getVolumeIdsCount() == 0
        ? node.store().volumes().stream().map(volume -> volume.name().id()).toList()
        : request.getVolumeIdsList().stream().map(VolumeId::new).toList();
  }

  private ScrubResult scrub(Volume volume, ScrubVolumeRequest request, BooleanSupplier stop) {
    return switch (request.getMode()) {
      case INDEX -> run(volume, scrub -> scrub.index(stop));
      case LOCAL, FULL -> run(volume, scrub -> scrub.all(stop));
      case UNKNOWN, CHECKSUM, UNRECOGNIZED ->
          throw new AtollException(
              Fault.BAD_INPUT, "unsupported volume scrub mode " + request.getModeValue());
    };
  }

  private interface Work {
    ScrubResult run(Scrub scrub);
  }

  private ScrubResult run(Volume volume, Work work) {
    Scrub.Begin begin =
        Answers.await(
            "scrubbing volume " + volume.name().id(),
            done -> Scrub.begin(volume, node.environment().buffers(), done));
    return switch (begin) {
      case Scrub.Begin.Failed(AtollException cause) -> throw cause;
      case Scrub.Begin.Begun(Scrub scrub) -> {
        try (scrub) {
          yield threads.run(() -> work.run(scrub));
        }
      }
    };
  }

  private void mark(Volume volume, ScrubVolumeResponse.Builder response) {
    VolumeId id = volume.name().id();
    volumes.markReadOnly(id, true, false);
    response.addDetails("volume " + id + " is now read-only");
  }
}

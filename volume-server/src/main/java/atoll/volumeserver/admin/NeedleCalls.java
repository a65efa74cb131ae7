package atoll.volumeserver.admin;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Volume;
import atoll.volume.VolumeFiles;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.CallRefused;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.VolumeNeedleStatusRequest;
import atoll.volumeserver.wire.volume.VolumeNeedleStatusResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.Status;

/// The door of gRPC to single needles. Immutable; what it asks guards itself.
final class NeedleCalls {

  private final Node node;
  private final ForeignRecords foreign;

  NeedleCalls(Node node, ForeignRecords foreign) {
    this.node = node;
    this.foreign = foreign;
  }

  void bindTo(CallTable table) {
    table.bind(VolumeServerGrpc.getVolumeNeedleStatusMethod(), Access.GATED, this::status);
  }

  private VolumeNeedleStatusResponse status(VolumeNeedleStatusRequest request) {
    VolumeId id = new VolumeId(request.getVolumeId());
    Volume volume =
        node.store()
            .find(id)
            .orElseThrow(() -> new CallRefused(Status.Code.UNKNOWN, "volume not found " + id));
    NeedleKey key = new NeedleKey(new NeedleId(request.getNeedleId()), new Cookie(0));
    return switch (volume.read(new ReadRequest(key).withoutCookieCheck())) {
      case ReadResult.Found found -> {
        try (found) {
          yield message(volume, found.needle().meta());
        }
      }
      case ReadResult.Opened(var stream) -> {
        try (stream) {
          yield message(volume, stream.meta());
        }
      }
      case ReadResult.Deleted _ -> throw refused("already deleted");
      case ReadResult.NotFound _, ReadResult.Expired _ -> throw refused("not found");
      case ReadResult.Corrupt(String what) -> throw refused(what);
      case ReadResult.Failed(Fault fault, String what) -> throw new AtollException(fault, what);
      case ReadResult.Unavailable(var state) ->
          throw refused("volume " + id + " takes no reads: " + state.text());
      case ReadResult.CookieMismatch _, ReadResult.WouldWait _ ->
          throw new AtollException(Fault.BUG, "a read answered what it was not asked");
    };
  }

  private static CallRefused refused(String why) {
    return new CallRefused(Status.Code.UNKNOWN, why);
  }

  private VolumeNeedleStatusResponse message(Volume volume, NeedleMeta meta) {
    return VolumeNeedleStatusResponse.newBuilder()
        .setNeedleId(foreign.idOf(volume, meta.key().id()).value())
        .setCookie(meta.key().cookie().value())
        .setSize(sizeField(volume, meta.key().id()))
        .setLastModified(meta.attributes().lastModifiedSeconds())
        .setCrc(meta.checksum().rotated().value())
        .setTtl(meta.attributes().hasTtl() ? meta.attributes().ttl().toString() : "")
        .build();
  }

  /// As the index has it; 0 if the needle has gone meanwhile.
  private static int sizeField(Volume volume, NeedleId id) {
    VolumeFiles files = volume.retainFiles();
    try {
      NeedleLocation location = files.map().find(id.value());
      return location == null ? 0 : Math.max(0, location.size());
    } finally {
      files.release();
    }
  }
}

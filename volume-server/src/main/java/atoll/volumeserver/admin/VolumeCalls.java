package atoll.volumeserver.admin;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.VolumeStatus;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.wire.CallRefused;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.AllocateVolumeRequest;
import atoll.volumeserver.wire.volume.AllocateVolumeResponse;
import atoll.volumeserver.wire.volume.BatchDeleteRequest;
import atoll.volumeserver.wire.volume.BatchDeleteResponse;
import atoll.volumeserver.wire.volume.DeleteCollectionRequest;
import atoll.volumeserver.wire.volume.DeleteCollectionResponse;
import atoll.volumeserver.wire.volume.DeleteResult;
import atoll.volumeserver.wire.volume.VolumeConfigureRequest;
import atoll.volumeserver.wire.volume.VolumeConfigureResponse;
import atoll.volumeserver.wire.volume.VolumeConsolidateIndexRequest;
import atoll.volumeserver.wire.volume.VolumeConsolidateIndexResponse;
import atoll.volumeserver.wire.volume.VolumeDeleteRequest;
import atoll.volumeserver.wire.volume.VolumeDeleteResponse;
import atoll.volumeserver.wire.volume.VolumeMarkReadonlyRequest;
import atoll.volumeserver.wire.volume.VolumeMarkReadonlyResponse;
import atoll.volumeserver.wire.volume.VolumeMarkWritableRequest;
import atoll.volumeserver.wire.volume.VolumeMarkWritableResponse;
import atoll.volumeserver.wire.volume.VolumeMountRequest;
import atoll.volumeserver.wire.volume.VolumeMountResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.VolumeStatusRequest;
import atoll.volumeserver.wire.volume.VolumeStatusResponse;
import atoll.volumeserver.wire.volume.VolumeUnmountRequest;
import atoll.volumeserver.wire.volume.VolumeUnmountResponse;
import io.grpc.Context;
import io.grpc.Status;

/// The door of gRPC to the operations on whole volumes: messages in, messages out, and the words
/// that shells and tests of SeaweedFS look for. Immutable.
final class VolumeCalls {

  private final VolumeAdministration volumes;
  private final BatchDeletion deletion;

  VolumeCalls(VolumeAdministration volumes, BatchDeletion deletion) {
    this.volumes = volumes;
    this.deletion = deletion;
  }

  void bindTo(CallTable table) {
    table
        .bind(VolumeServerGrpc.getAllocateVolumeMethod(), Access.GATED, this::allocate)
        .bind(VolumeServerGrpc.getVolumeMountMethod(), Access.GATED, this::mount)
        .bind(VolumeServerGrpc.getVolumeUnmountMethod(), Access.GATED, this::unmount)
        .bind(VolumeServerGrpc.getVolumeDeleteMethod(), Access.GATED, this::delete)
        .bind(VolumeServerGrpc.getDeleteCollectionMethod(), Access.GATED, this::deleteCollection)
        .bind(VolumeServerGrpc.getVolumeMarkReadonlyMethod(), Access.GATED, this::markReadOnly)
        .bind(VolumeServerGrpc.getVolumeMarkWritableMethod(), Access.GATED, this::markWritable)
        .bind(VolumeServerGrpc.getVolumeConfigureMethod(), Access.GATED, this::configure)
        .bind(VolumeServerGrpc.getVolumeConsolidateIndexMethod(), Access.GATED, this::consolidate)
        .bind(VolumeServerGrpc.getVolumeStatusMethod(), Access.OPEN, this::status)
        .bind(VolumeServerGrpc.getBatchDeleteMethod(), Access.GATED, this::batchDelete);
  }

  private AllocateVolumeResponse allocate(AllocateVolumeRequest request) {
    VolumeId id = new VolumeId(request.getVolumeId());
    try {
      volumes.allocate(
          NewVolume.parse(
              id,
              request.getCollection(),
              request.getReplication(),
              request.getTtl(),
              request.getVersion(),
              request.getDiskType(),
              request.getPreallocate()));
    } catch (AtollException e) {
      if (e.fault() == Fault.CONFLICT && !isMaintenance(e)) {
        throw new CallRefused(Status.Code.UNKNOWN, "Volume Id " + id + " already exists!");
      }
      throw e;
    }
    return AllocateVolumeResponse.getDefaultInstance();
  }

  private static boolean isMaintenance(AtollException e) {
    return String.valueOf(e.getMessage()).endsWith(VolumeAdministration.IN_MAINTENANCE);
  }

  private VolumeMountResponse mount(VolumeMountRequest request) {
    volumes.mount(new VolumeId(request.getVolumeId()));
    return VolumeMountResponse.getDefaultInstance();
  }

  private VolumeUnmountResponse unmount(VolumeUnmountRequest request) {
    volumes.unmount(new VolumeId(request.getVolumeId()));
    return VolumeUnmountResponse.getDefaultInstance();
  }

  private VolumeDeleteResponse delete(VolumeDeleteRequest request) {
    VolumeId id = new VolumeId(request.getVolumeId());
    try {
      volumes.delete(id, request.getOnlyEmpty());
    } catch (AtollException e) {
      if (e.fault() == Fault.NOT_FOUND) {
        throw new CallRefused(Status.Code.UNKNOWN, "delete volume " + id + " not found on disk");
      }
      throw e;
    }
    return VolumeDeleteResponse.getDefaultInstance();
  }

  private DeleteCollectionResponse deleteCollection(DeleteCollectionRequest request) {
    volumes.deleteCollection(request.getCollection());
    return DeleteCollectionResponse.getDefaultInstance();
  }

  private VolumeMarkReadonlyResponse markReadOnly(VolumeMarkReadonlyRequest request) {
    volumes.markReadOnly(
        new VolumeId(request.getVolumeId()), request.getPersist(), request.getCanDelete());
    return VolumeMarkReadonlyResponse.getDefaultInstance();
  }

  private VolumeMarkWritableResponse markWritable(VolumeMarkWritableRequest request) {
    volumes.markWritable(new VolumeId(request.getVolumeId()));
    return VolumeMarkWritableResponse.getDefaultInstance();
  }

  /// Failures are told in the answer: shells look there.
  private VolumeConfigureResponse configure(VolumeConfigureRequest request) {
    volumes.refuseInMaintenance();
    String asked =
        "volume_id:%s replication:\"%s\""
            .formatted(new VolumeId(request.getVolumeId()), request.getReplication());
    try {
      VolumeAdministration.requirePlacement(request.getReplication());
    } catch (AtollException e) {
      return told("volume configure replication %s: %s".formatted(asked, e.getMessage()));
    }
    try {
      volumes.configure(new VolumeId(request.getVolumeId()), request.getReplication());
      return VolumeConfigureResponse.getDefaultInstance();
    } catch (AtollException e) {
      String why = "volume configure %s: %s".formatted(asked, e.getMessage());
      return told(
          e.fault() == Fault.NOT_FOUND
              ? why + ". Also failed to restore mount: " + e.getMessage()
              : why);
    }
  }

  private static VolumeConfigureResponse told(String error) {
    return VolumeConfigureResponse.newBuilder().setError(error).build();
  }

  private VolumeConsolidateIndexResponse consolidate(VolumeConsolidateIndexRequest request) {
    volumes.consolidateIndex(new VolumeId(request.getVolumeId()), Context.current()::isCancelled);
    return VolumeConsolidateIndexResponse.getDefaultInstance();
  }

  private VolumeStatusResponse status(VolumeStatusRequest request) {
    VolumeId id = new VolumeId(request.getVolumeId());
    VolumeStatus status;
    try {
      status = volumes.status(id);
    } catch (AtollException e) {
      if (e.fault() == Fault.NOT_FOUND) {
        throw new CallRefused(Status.Code.UNKNOWN, "not found volume id " + id);
      }
      throw e;
    }
    return VolumeStatusResponse.newBuilder()
        .setIsReadOnly(!status.state().takesWrites())
        .setVolumeSize(status.dataBytes())
        .setFileCount(status.counters().fileCount())
        .setFileDeletedCount(status.counters().deletedCount())
        .build();
  }

  private BatchDeleteResponse batchDelete(BatchDeleteRequest request) {
    volumes.refuseInMaintenance();
    BatchDeleteResponse.Builder response = BatchDeleteResponse.newBuilder();
    Context call = Context.current();
    for (String fileId : request.getFileIdsList()) {
      if (call.isCancelled()) {
        throw new AtollException(
            Fault.CANCELLED,
            "the call ended after %d of %d needles"
                .formatted(response.getResultsCount(), request.getFileIdsCount()));
      }
      response.addResults(resultOf(fileId, deletion.delete(fileId, request.getSkipCookieCheck())));
    }
    return response.build();
  }

  private static DeleteResult resultOf(String fileId, BatchDeletion.Outcome outcome) {
    DeleteResult.Builder result = DeleteResult.newBuilder().setFileId(fileId);
    return switch (outcome) {
      case BatchDeletion.Outcome.Deleted(int size) -> result.setStatus(202).setSize(size).build();
      case BatchDeletion.Outcome.NothingThere _ -> result.setStatus(304).build();
      case BatchDeletion.Outcome.Malformed(String why) ->
          result.setStatus(400).setError(why).build();
      case BatchDeletion.Outcome.CookieMismatch _ ->
          result.setStatus(400).setError("File Random Cookie does not match.").build();
      case BatchDeletion.Outcome.Unreadable(String why) ->
          result.setStatus(404).setError(why).build();
      case BatchDeletion.Outcome.Manifest _ ->
          result
              .setStatus(406)
              .setError("ChunkManifest: not allowed in batch delete mode.")
              .build();
      case BatchDeletion.Outcome.Failed(String why) -> result.setStatus(500).setError(why).build();
    };
  }
}

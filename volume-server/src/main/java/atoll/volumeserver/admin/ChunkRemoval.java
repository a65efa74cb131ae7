package atoll.volumeserver.admin;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.needle.FileId;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.blob.ChunkDeletion;
import atoll.volumeserver.heartbeat.Masters;
import atoll.volumeserver.heartbeat.VolumePlace;
import atoll.volumeserver.wire.GrpcChannels;
import atoll.volumeserver.wire.GrpcFailures;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.volume.BatchDeleteRequest;
import atoll.volumeserver.wire.volume.DeleteResult;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Deletes chunks on all servers that hold them, this one among them, with one call to each. Waits.
/// Immutable.
///
/// @param masters who know where volumes lie
public record ChunkRemoval(Masters masters, GrpcChannels channels) implements ChunkDeletion {

  private static final int NOT_FOUND = 404;

  @Override
  public List<String> delete(List<String> fileIds) {
    List<String> failures = new ArrayList<>();
    Map<ServerAddress, List<String>> byServer = new LinkedHashMap<>();
    Map<VolumeId, List<VolumePlace>> places = new HashMap<>();
    for (String fileId : fileIds) {
      try {
        for (VolumePlace each : places.computeIfAbsent(volumeOf(fileId), masters::lookUp)) {
          byServer.computeIfAbsent(each.address(), _ -> new ArrayList<>()).add(fileId);
        }
        if (places.getOrDefault(volumeOf(fileId), List.of()).isEmpty()) {
          failures.add(
              "chunk delete %s: volume id %s not found".formatted(fileId, volumeOf(fileId)));
        }
      } catch (AtollException e) {
        failures.add("chunk delete " + fileId + ": " + e.getMessage());
      }
    }
    byServer.forEach((server, ids) -> call(server, ids, failures));
    return failures;
  }

  private static VolumeId volumeOf(String fileId) {
    Parsed<VolumeId> parsed = FileId.split(fileId).then(split -> VolumeId.parse(split.volume()));
    return switch (parsed) {
      case Parsed.Value<VolumeId>(VolumeId id) -> id;
      case Parsed.Malformed<VolumeId>(String text) ->
          throw new AtollException(Fault.BAD_INPUT, text);
    };
  }

  private void call(ServerAddress server, List<String> fileIds, List<String> failures) {
    BatchDeleteRequest request = BatchDeleteRequest.newBuilder().addAllFileIds(fileIds).build();
    try {
      List<DeleteResult> results =
          VolumeServerGrpc.newBlockingStub(channels.to(server))
              .withDeadlineAfter(channels.limits().callTime().toNanos(), TimeUnit.NANOSECONDS)
              .batchDelete(request)
              .getResultsList();
      for (DeleteResult each : results) {
        if (!each.getError().isEmpty() && each.getStatus() != NOT_FOUND) {
          failures.add("chunk delete " + each.getFileId() + ": " + each.getError());
        }
      }
    } catch (StatusRuntimeException e) {
      failures.add(String.valueOf(GrpcFailures.of("deleting chunks at " + server, e).getMessage()));
    } catch (AtollException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }
}

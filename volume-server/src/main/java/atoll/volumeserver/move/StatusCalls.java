package atoll.volumeserver.move;

import atoll.kit.disk.DiskEntry;
import atoll.volume.Volume;
import atoll.volume.VolumeInfoFile;
import atoll.volume.info.EcShardConfig;
import atoll.volume.info.RemoteFile;
import atoll.volume.info.VolumeInfo;
import atoll.volume.superblock.SuperBlock;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.ReadVolumeFileStatusRequest;
import atoll.volumeserver.wire.volume.ReadVolumeFileStatusResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.VolumeSyncStatusRequest;
import atoll.volumeserver.wire.volume.VolumeSyncStatusResponse;
import java.time.Instant;

/// Tells what somebody who copies a volume must know before. Immutable.
final class StatusCalls {

  private final Node node;

  StatusCalls(Node node) {
    this.node = node;
  }

  void bindTo(CallTable table) {
    table
        .bind(VolumeServerGrpc.getVolumeSyncStatusMethod(), Access.OPEN, this::sync)
        .bind(VolumeServerGrpc.getReadVolumeFileStatusMethod(), Access.OPEN, this::files);
  }

  private VolumeSyncStatusResponse sync(VolumeSyncStatusRequest request) {
    Volume volume = Sources.volume(node, request.getVolumeId());
    try (Snapshot now = Snapshot.of(volume)) {
      SuperBlock block = now.files().superBlock();
      return VolumeSyncStatusResponse.newBuilder()
          .setVolumeId(volume.name().id().value())
          .setCollection(volume.name().collection())
          .setReplication(block.placement().toString())
          .setTtl(block.ttl().toString())
          .setTailOffset(now.dataEnd())
          .setCompactRevision(block.revision().value())
          .setIdxFileSize(now.indexEnd())
          .setVersion(block.version().number())
          .build();
    }
  }

  private ReadVolumeFileStatusResponse files(ReadVolumeFileStatusRequest request) {
    Volume volume = Sources.volume(node, request.getVolumeId());
    try (Snapshot now = Snapshot.of(volume)) {
      SuperBlock block = now.files().superBlock();
      long modified =
          node.environment()
              .disk()
              .find(volume.paths().data())
              .map(DiskEntry::modified)
              .map(Instant::getEpochSecond)
              .orElse(0L);
      ReadVolumeFileStatusResponse.Builder response =
          ReadVolumeFileStatusResponse.newBuilder()
              .setVolumeId(volume.name().id().value())
              .setIdxFileTimestampSeconds(modified)
              .setIdxFileSize(now.indexEnd())
              .setDatFileTimestampSeconds(modified)
              .setDatFileSize(now.dataEnd())
              .setFileCount(volume.status().counters().fileCount())
              .setCompactionRevision(block.revision().value())
              .setCollection(volume.name().collection())
              .setDiskType(diskTypeOf(volume))
              .setVersion(block.version().number());
      if (VolumeInfoFile.read(node.environment().disk(), volume.paths())
          instanceof VolumeInfo.Reading.Found(VolumeInfo info)) {
        response.setVolumeInfo(message(info));
      }
      return response.build();
    }
  }

  private String diskTypeOf(Volume volume) {
    return node.store()
        .directoryOf(volume.name().id())
        .map(directory -> directory.settings().diskType())
        .orElse("");
  }

  private static atoll.volumeserver.wire.volume.VolumeInfo message(VolumeInfo info) {
    atoll.volumeserver.wire.volume.VolumeInfo.Builder message =
        atoll.volumeserver.wire.volume.VolumeInfo.newBuilder()
            .setVersion(info.version())
            .setReplication(info.replication())
            .setBytesOffset(info.bytesOffset())
            .setDatFileSize(info.dataFileBytes())
            .setExpireAtSec(info.expireAtSeconds())
            .setReadOnly(info.readOnly())
            .setReadOnlyCanDelete(info.readOnlyCanDelete());
    info.files().forEach(file -> message.addFiles(message(file)));
    info.ecShardConfig().ifPresent(config -> message.setEcShardConfig(message(config)));
    return message.build();
  }

  private static atoll.volumeserver.wire.volume.RemoteFile message(RemoteFile file) {
    return atoll.volumeserver.wire.volume.RemoteFile.newBuilder()
        .setBackendType(file.backendType())
        .setBackendId(file.backendId())
        .setKey(file.key())
        .setOffset(file.offset())
        .setFileSize(file.fileBytes())
        .setModifiedTime(file.modifiedSeconds())
        .setExtension(file.extension())
        .build();
  }

  private static atoll.volumeserver.wire.volume.EcShardConfig message(EcShardConfig config) {
    return atoll.volumeserver.wire.volume.EcShardConfig.newBuilder()
        .setDataShards(config.dataShards())
        .setParityShards(config.parityShards())
        .setEncodeTsNs(config.encodedNanos())
        .build();
  }
}

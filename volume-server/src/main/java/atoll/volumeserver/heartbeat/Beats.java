package atoll.volumeserver.heartbeat;

import atoll.volume.info.ServerState;
import atoll.volume.report.VolumeReport;
import atoll.volume.store.StoreInventory;
import atoll.volume.store.StoreInventory.DirectoryReport;
import atoll.volumeserver.node.NodeIdentity;
import atoll.volumeserver.wire.master.DiskTag;
import atoll.volumeserver.wire.master.Heartbeat;
import atoll.volumeserver.wire.master.VolumeInformationMessage;
import atoll.volumeserver.wire.master.VolumeShortInformationMessage;
import atoll.volumeserver.wire.volume.VolumeServerState;
import java.util.List;

/// Heartbeats as they stand on the wire. Every kind but that of shards names who speaks; each of
/// the small ones says one thing beside that, as the Go server does, because what a heartbeat
/// leaves out means something to a master.
final class Beats {

  private Beats() {}

  /// The regular one.
  static Heartbeat volumes(NodeIdentity node, StoreInventory inventory, Reporting.Beat beat) {
    Heartbeat.Builder message =
        speaker(node)
            .setGrpcPort(node.address().grpcPort())
            .setPublicUrl(node.publicUrl())
            .setId(node.id())
            .setMaxFileKey(inventory.highestId())
            .setVolumeDigest(inventory.digest())
            .setHasNoEcShards(true);
    for (DirectoryReport directory : inventory.directories()) {
      addDirectory(message, directory);
    }
    switch (beat) {
      case Reporting.Beat.Whole(List<VolumeReport> volumes) -> {
        volumes.forEach(report -> message.addVolumes(whole(report)));
        message.setHasNoVolumes(volumes.isEmpty());
      }
      case Reporting.Beat.Changes(List<VolumeReport> changed, List<VolumeReport> departed) -> {
        changed.forEach(report -> message.addChangedVolumes(whole(report)));
        departed.forEach(report -> message.addDeletedVolumes(brief(report)));
      }
    }
    return message.build();
  }

  private static void addDirectory(Heartbeat.Builder message, DirectoryReport directory) {
    String type = directory.diskType();
    message
        .putMaxVolumeCounts(
            type, message.getMaxVolumeCountsOrDefault(type, 0) + directory.volumesMax())
        .putDiskTotalBytes(
            type, message.getDiskTotalBytesOrDefault(type, 0) + directory.space().totalBytes())
        .putDiskFreeBytes(
            type, message.getDiskFreeBytesOrDefault(type, 0) + directory.space().usableBytes())
        .addLocationUuids(directory.id().text())
        .addDiskTags(
            DiskTag.newBuilder()
                .setDiskId(directory.number())
                .addAllTags(directory.tags())
                .setType(type)
                .setMaxVolumeCount(directory.volumesMax()));
  }

  /// Said between two regular ones, as soon as volumes came or went.
  static Heartbeat comings(NodeIdentity node, Reporting.Comings comings) {
    Heartbeat.Builder message = speaker(node);
    comings.arrived().forEach(report -> message.addNewVolumes(brief(report)));
    comings.departed().forEach(report -> message.addDeletedVolumes(brief(report)));
    return message.build();
  }

  /// All shards. There are none: this server does not serve any.
  static Heartbeat shards() {
    return Heartbeat.newBuilder().setHasNoEcShards(true).build();
  }

  static Heartbeat state(NodeIdentity node, ServerState state) {
    return speaker(node)
        .setState(
            VolumeServerState.newBuilder()
                .setMaintenance(state.maintenance())
                .setVersion(state.version()))
        .build();
  }

  /// The last one: the master forgets this server's volumes at once.
  static Heartbeat farewell(NodeIdentity node) {
    return speaker(node).setPublicUrl(node.publicUrl()).setHasNoVolumes(true).build();
  }

  private static Heartbeat.Builder speaker(NodeIdentity node) {
    return Heartbeat.newBuilder()
        .setIp(node.address().host())
        .setPort(node.address().port())
        .setDataCenter(node.dataCenter())
        .setRack(node.rack());
  }

  private static VolumeInformationMessage whole(VolumeReport report) {
    return VolumeInformationMessage.newBuilder()
        .setId(report.name().id().value())
        .setSize(report.sizeBytes())
        .setCollection(report.name().collection())
        .setFileCount(report.counts().files())
        .setDeleteCount(report.counts().deletions())
        .setDeletedByteCount(report.counts().deletedBytes())
        .setReadOnly(report.readOnly())
        .setReplicaPlacement(Byte.toUnsignedInt(report.layout().placement().toByte()))
        .setVersion(report.layout().version().number())
        .setTtl(report.layout().ttl().toWire())
        .setCompactRevision(report.layout().revision().value())
        .setModifiedAtSecond(report.modifiedSeconds())
        .setRemoteStorageName(report.disk().remoteStorage())
        .setRemoteStorageKey(report.disk().remoteKey())
        .setDiskType(report.disk().type())
        .setDiskId(report.disk().number())
        .build();
  }

  private static VolumeShortInformationMessage brief(VolumeReport report) {
    return VolumeShortInformationMessage.newBuilder()
        .setId(report.name().id().value())
        .setCollection(report.name().collection())
        .setReplicaPlacement(Byte.toUnsignedInt(report.layout().placement().toByte()))
        .setVersion(report.layout().version().number())
        .setTtl(report.layout().ttl().toWire())
        .setDiskType(report.disk().type())
        .setDiskId(report.disk().number())
        .build();
  }
}

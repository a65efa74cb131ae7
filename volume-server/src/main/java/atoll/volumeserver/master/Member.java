package atoll.volumeserver.master;

import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.Heartbeat;
import atoll.volumeserver.wire.master.VolumeInformationMessage;
import atoll.volumeserver.wire.master.VolumeShortInformationMessage;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A volume server that sends heartbeats, with what it said. Confined to who holds the cluster's
/// lock.
final class Member {

  private static final int EMPTY_VOLUME_BYTES = 8;

  final ServerAddress address;
  final String publicUrl;
  final String dataCenter;
  final String rack;
  final Set<String> directories;
  final Map<Integer, VolumeInformationMessage> volumes = new TreeMap<>();
  private final Map<String, Integer> volumesMax = new TreeMap<>();

  private Member(Heartbeat first) {
    int grpcPort =
        first.getGrpcPort() == 0
            ? first.getPort() + ServerAddress.GRPC_PORT_ABOVE
            : first.getGrpcPort();
    this.address = new ServerAddress(first.getIp(), first.getPort(), grpcPort);
    this.publicUrl = first.getPublicUrl().isEmpty() ? address.http() : first.getPublicUrl();
    this.dataCenter = first.getDataCenter().isEmpty() ? "DefaultDataCenter" : first.getDataCenter();
    this.rack = first.getRack().isEmpty() ? "DefaultRack" : first.getRack();
    this.directories = Set.copyOf(first.getLocationUuidsList());
  }

  static Member of(Heartbeat first) {
    return new Member(first);
  }

  /// Whether the heartbeat lists all volumes, though there may be none.
  static boolean isWhole(Heartbeat heartbeat) {
    return heartbeat.getVolumesCount() > 0 || heartbeat.getHasNoVolumes();
  }

  /// Whether the server says that it leaves: a list of no volumes that names no room for any.
  static boolean isFarewell(Heartbeat heartbeat) {
    return heartbeat.getHasNoVolumes() && heartbeat.getMaxVolumeCountsCount() == 0;
  }

  void take(Heartbeat heartbeat) {
    if (heartbeat.getMaxVolumeCountsCount() > 0) {
      volumesMax.clear();
      volumesMax.putAll(heartbeat.getMaxVolumeCountsMap());
    }
    if (isWhole(heartbeat)) {
      volumes.clear();
      heartbeat.getVolumesList().forEach(volume -> volumes.put(volume.getId(), volume));
    }
    heartbeat
        .getNewVolumesList()
        .forEach(volume -> volumes.putIfAbsent(volume.getId(), of(volume)));
    heartbeat.getChangedVolumesList().forEach(volume -> volumes.put(volume.getId(), volume));
    heartbeat.getDeletedVolumesList().forEach(volume -> volumes.remove(volume.getId()));
  }

  private static VolumeInformationMessage of(VolumeShortInformationMessage brief) {
    return VolumeInformationMessage.newBuilder()
        .setId(brief.getId())
        .setSize(EMPTY_VOLUME_BYTES)
        .setCollection(brief.getCollection())
        .setReplicaPlacement(brief.getReplicaPlacement())
        .setVersion(brief.getVersion())
        .setTtl(brief.getTtl())
        .setDiskType(brief.getDiskType())
        .setDiskId(brief.getDiskId())
        .build();
  }

  int volumesMax() {
    return volumesMax.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// How many more volumes fit; a server that does not know yet has none.
  int free(String diskType) {
    long there =
        volumes.values().stream().filter(each -> each.getDiskType().equals(diskType)).count();
    return Math.max(0, volumesMax.getOrDefault(diskType, 0) - (int) there);
  }
}

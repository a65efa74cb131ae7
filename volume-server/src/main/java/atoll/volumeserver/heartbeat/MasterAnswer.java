package atoll.volumeserver.heartbeat;

import atoll.kit.AtollException;
import atoll.volume.store.VolumeQuota;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.HeartbeatResponse;
import java.util.List;
import java.util.Optional;

/// What a master's answer to a heartbeat means here.
sealed interface MasterAnswer {

  /// The heartbeat was taken.
  ///
  /// @param quota empty if this answer says nothing of it
  /// @param changesSuffice whether heartbeats may say changes alone from now on
  /// @param wholeListWanted whether the next one must say everything
  record Taken(Optional<VolumeQuota> quota, boolean changesSuffice, boolean wholeListWanted)
      implements MasterAnswer {}

  /// Another master leads.
  record Elsewhere(ServerAddress leader) implements MasterAnswer {}

  /// Another server has shown these directories before.
  record Refused(List<String> directoryIds) implements MasterAnswer {}

  /// Nobody can follow this.
  record Nonsense(String why) implements MasterAnswer {}

  /// Reads an answer.
  ///
  /// @param from who answered
  /// @param quota as it is at present; an answer that names no size leaves it
  static MasterAnswer of(HeartbeatResponse message, ServerAddress from, VolumeQuota quota) {
    if (message.getDuplicatedUuidsCount() > 0) {
      return new Refused(message.getDuplicatedUuidsList());
    }
    if (!message.getLeader().isEmpty()) {
      ServerAddress leader;
      try {
        leader = ServerAddress.parse(message.getLeader());
      } catch (AtollException e) {
        return new Nonsense("it names a leader that " + e.getMessage());
      }
      if (!leader.http().equals(from.http())) {
        return new Elsewhere(leader);
      }
    }
    if (message.getVolumeSizeLimit() < 0) {
      return new Nonsense("it limits volumes to more bytes than there are");
    }
    long bytes = message.getVolumeSizeLimit();
    VolumeQuota said =
        new VolumeQuota(bytes == 0 ? quota.volumeBytesMax() : bytes, message.getPreallocate());
    return new Taken(
        said.equals(quota) ? Optional.empty() : Optional.of(said),
        message.getVolumeDigestSupported(),
        message.getResendFullVolumeList());
  }
}

package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.VolumeStatus;
import atoll.volume.needle.VolumeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// How many volumes the directories of a store may have, where the next one goes, and what a
/// heartbeat says of all this. Shared (looks at volumes and directories as they are just then).
final class Room {

  private final List<StoreDirectory> directories;
  private final Function<StoreDirectory, List<Mounted>> volumesIn;
  private volatile VolumeQuota quota = VolumeQuota.UNKNOWN;

  Room(List<StoreDirectory> directories, Function<StoreDirectory, List<Mounted>> volumesIn) {
    this.directories = directories;
    this.volumesIn = volumesIn;
  }

  VolumeQuota quota() {
    return quota;
  }

  void setQuota(VolumeQuota now) {
    quota = now;
  }

  /// @throws AtollException `NO_SPACE` if no directory takes a new volume
  StoreDirectory forNew(String diskType) {
    return Placement.choose(candidates(), diskType)
        .map(chosen -> directories.get(chosen.number()))
        .orElseThrow(() ->
            new AtollException(
                Fault.NO_SPACE,
                "No more free space left: no directory of disk type \"%s\" has a free slot and"
                        .formatted(diskType)
                    + " space above its floor"));
  }

  Optional<StoreDirectory> forCopy(String diskType, long bytes) {
    return Placement.chooseForCopy(candidates(), diskType, bytes)
        .map(chosen -> directories.get(chosen.number()));
  }

  private List<Placement.Candidate> candidates() {
    List<Placement.Candidate> candidates = new ArrayList<>();
    for (int at = 0; at < directories.size(); at++) {
      StoreDirectory each = directories.get(at);
      candidates.add(
          new Placement.Candidate(
              at,
              each.settings().diskType(),
              !each.isLow(),
              volumesIn.apply(each).size(),
              each.shards(),
              volumesMax(each),
              each.space().usableBytes()));
    }
    return candidates;
  }

  int volumesMax(StoreDirectory directory) {
    if (directory.settings().volumesMax() != 0) {
      return directory.settings().volumesMax();
    }
    VolumeQuota now = quota;
    List<Mounted> volumes = volumesIn.apply(directory);
    long claimed = 0;
    if (!now.preallocates()) {
      for (Mounted each : volumes) {
        VolumeStatus status = each.status();
        if (status.state().takesWrites()) {
          claimed += Math.max(0, now.volumeBytesMax() - status.dataBytes() - status.indexBytes());
        }
      }
    }
    return VolumeCapacity.automatic(
        volumes.size(),
        directory.shards(),
        directory.space().usableBytes() - claimed,
        now.volumeBytesMax());
  }

  /// @param vanished volumes whose data files are gone
  StoreInventory inventory(long nowSeconds, Set<VolumeId> vanished) {
    InventoryBuilder builder = new InventoryBuilder(nowSeconds, quota);
    for (StoreDirectory directory : directories) {
      List<Mounted> volumes = volumesIn.apply(directory);
      builder.directory(
          directory,
          directory.isLow()
              ? VolumeCapacity.slots(volumes.size(), directory.shards())
              : volumesMax(directory));
      for (Mounted each : volumes) {
        if (!vanished.contains(each.volume().name().id())) {
          builder.volume(each.status(), directory);
        }
      }
    }
    return builder.finish();
  }
}

package atoll.volume.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Decides where a volume goes. Pure functions.
final class Placement {

  private Placement() {}

  /// What is to be known of a directory.
  ///
  /// @param number its place among the directories
  /// @param takesVolumes whether it is in use and has space above its floor
  /// @param shards of erasure-coded volumes
  /// @param volumesMax 0 means no limit
  record Candidate(
      int number,
      String diskType,
      boolean takesVolumes,
      int volumes,
      int shards,
      int volumesMax,
      long usableBytes) {

    /// Slots that are free, a slot for each ten shards begun.
    int freeSlots() {
      return volumesMax == VolumeCapacity.UNLIMITED
          ? Integer.MAX_VALUE - VolumeCapacity.slots(volumes, shards)
          : volumesMax - VolumeCapacity.slots(volumes, shards);
    }
  }

  /// For a new volume: the directory of that disk type with the fewest volumes among those with a
  /// free slot; the first of equals.
  static Optional<Candidate> choose(List<Candidate> candidates, String diskType) {
    return candidates.stream()
        .filter(candidate -> candidate.takesVolumes && candidate.freeSlots() > 0)
        .filter(candidate -> candidate.diskType.equals(diskType))
        .min(Comparator.comparingInt(Candidate::volumes).thenComparingInt(Candidate::number));
  }

  /// For the copy of a volume: the directory of that disk type with the most free slots among those
  /// that have more room than the copy needs; the first of equals.
  static Optional<Candidate> chooseForCopy(
      List<Candidate> candidates, String diskType, long bytes) {
    return candidates.stream()
        .filter(candidate -> candidate.takesVolumes && candidate.freeSlots() > 0)
        .filter(candidate -> candidate.diskType.equals(diskType) && candidate.usableBytes > bytes)
        .min(
            Comparator.comparingInt(Candidate::freeSlots)
                .reversed()
                .thenComparingInt(Candidate::number));
  }
}

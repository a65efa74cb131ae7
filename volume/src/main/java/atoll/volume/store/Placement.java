package atoll.volume.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Decides where a new volume goes.
final class Placement {

  private Placement() {}

  /// What is to be known of a directory.
  ///
  /// @param number its place among the directories
  /// @param takesVolumes whether it is in use and has space above its floor
  /// @param volumesMax 0 means no limit
  record Candidate(int number, String diskType, boolean takesVolumes, int volumes, int volumesMax) {

    boolean hasSlot() {
      return volumesMax == VolumeCapacity.UNLIMITED || volumes < volumesMax;
    }
  }

  /// The directory of that disk type with the fewest volumes among those with a free slot; the
  /// first of equals.
  static Optional<Candidate> choose(List<Candidate> candidates, String diskType) {
    return candidates.stream()
        .filter(candidate -> candidate.takesVolumes && candidate.hasSlot())
        .filter(candidate -> candidate.diskType.equals(diskType))
        .min(Comparator.comparingInt(Candidate::volumes).thenComparingInt(Candidate::number));
  }
}

package atoll.volume.scrub;

import java.util.List;

/// What a scrub found.
///
/// @param rows of the index
/// @param faults in words, each with what it is about; empty if all is well
public record ScrubResult(long rows, List<String> faults) {

  public ScrubResult {
    faults = List.copyOf(faults);
  }

  public boolean isBroken() {
    return !faults.isEmpty();
  }
}

package atoll.mkv.ring;

import atoll.kit.Check;
import atoll.mkv.key.HostId;

/// A host as the ring sees it. Immutable.
///
/// @param weight how much it takes beside one of weight 1; 0 takes nothing
/// @param zone what fails together with it; empty if nothing is known of that
public record RingHost(HostId id, double weight, String zone, HostRole role) {

  public RingHost {
    Check.that(weight >= 0 && weight <= 1_000, () -> "a weight of 0 to 1000, not " + weight);
  }

  /// An active host of weight 1 in no zone.
  public static RingHost plain(HostId id) {
    return new RingHost(id, 1, "", HostRole.ACTIVE);
  }
}

package atoll.volumeserver.replicate;

import atoll.volume.needle.VolumeId;
import java.util.List;

/// Where a change of a volume has to go besides this server. A pure decision.
public sealed interface Copies {

  /// To these, perhaps none.
  record Others(List<Location> locations) implements Copies {
    public Others {
      locations = List.copyOf(locations);
    }
  }

  /// The change must not be made.
  ///
  /// @param forget whether what is remembered of the volume is stale
  record Refused(String why, boolean forget) implements Copies {}

  Copies NONE = new Others(List.of());

  /// Decides.
  ///
  /// @param copyCount of a volume that lies here; 0 if it does not
  /// @param self this server, as masters name it
  static Copies of(VolumeId volume, int copyCount, VolumeLocations.Answer answer, String self) {
    return switch (answer) {
      case VolumeLocations.Answer.Unknown(String why) ->
          new Refused("replicating lookup failed for %s: %s".formatted(volume, why), false);
      case VolumeLocations.Answer.Known(List<Location> known) -> {
        if (known.size() < copyCount) {
          yield new Refused(
              "replicating operations [%d] is less than volume %s replication copy count [%d]"
                  .formatted(known.size(), volume, copyCount),
              true);
        }
        List<Location> others = known.stream().filter(each -> !each.url().equals(self)).toList();
        yield copyCount == 0 && others.isEmpty()
            ? new Refused("volume %s not found: no server holds it".formatted(volume), true)
            : new Others(others);
      }
    };
  }
}

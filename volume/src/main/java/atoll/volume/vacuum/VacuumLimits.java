package atoll.volume.vacuum;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.util.List;

/// The bounds of a vacuum.
///
/// @param freeBytesKept what must stay free on a disk when the new files are written
/// @param switchBytesMax how much is copied at most while writers wait
/// @param unsyncedBytesMax after so much was copied it is synced, so that those who sync meanwhile
///   do not wait for all of it
/// @param roundsMax how often what was written meanwhile is fetched before the vacuum gives up
public record VacuumLimits(
    long freeBytesKept, long switchBytesMax, long unsyncedBytesMax, int roundsMax)
    implements Limits {

  public static final VacuumLimits DEFAULT = new VacuumLimits(64L << 20, 256L << 10, 4L << 20, 32);

  public VacuumLimits {
    Check.that(freeBytesKept >= 0, "free space is not negative");
    Check.that(switchBytesMax >= 0, "what is copied is not negative");
    Check.that(unsyncedBytesMax > 0, "something may be unsynced");
    Check.that(roundsMax > 0, "there is one round");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("vacuum.free.kept", freeBytesKept + " bytes", "a volume is not compacted"),
        new Limit(
            "vacuum.switch.max",
            switchBytesMax + " bytes",
            "what was written meanwhile is fetched once more before writers wait"),
        new Limit("vacuum.unsynced.max", unsyncedBytesMax + " bytes", "what was copied is synced"),
        new Limit("vacuum.rounds.max", "" + roundsMax, "the commit answers busy"));
  }
}

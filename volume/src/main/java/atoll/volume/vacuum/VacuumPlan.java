package atoll.volume.vacuum;

import atoll.kit.Fault;
import atoll.volume.Restriction;
import atoll.volume.VolumeState;
import java.util.EnumSet;
import java.util.Set;

/// Whether a volume is compacted. Pure: same facts, same plan.
sealed interface VacuumPlan {

  /// What an operator marked may be compacted: that changes nothing that can be read.
  Set<Restriction> HARMLESS =
      Set.copyOf(
          EnumSet.of(Restriction.MARKED, Restriction.MARKED_DELETES_PASS, Restriction.LOW_SPACE));

  /// It is.
  record Compact() implements VacuumPlan {}

  /// It is not.
  ///
  /// @param why says what to do
  record Refused(Fault fault, String why) implements VacuumPlan {}

  static VacuumPlan decide(VacuumFacts facts) {
    if (!allows(facts.state())) {
      return new Refused(
          facts.state() instanceof VolumeState.Closed ? Fault.CLOSED : Fault.CONFLICT,
          "the volume cannot be vacuumed: " + facts.state().text());
    }
    if (facts.committed()) {
      return new Refused(
          Fault.CONFLICT, "an earlier vacuum is not finished: load the volume again to finish it");
    }
    if (facts.dataBytes() > facts.dataBytesMax()) {
      return new Refused(
          Fault.UNSUPPORTED,
          "the data file has %d bytes, its index can say %d: export the volume"
              .formatted(facts.dataBytes(), facts.dataBytesMax()));
    }
    long dataNeeded =
        facts.dataBytesNeeded() + (facts.sameDirectory() ? facts.indexBytesNeeded() : 0);
    if (dataNeeded > facts.dataBytesFree()) {
      return noSpace(dataNeeded, facts.dataBytesFree(), "data");
    }
    if (!facts.sameDirectory() && facts.indexBytesNeeded() > facts.indexBytesFree()) {
      return noSpace(facts.indexBytesNeeded(), facts.indexBytesFree(), "index");
    }
    return new Compact();
  }

  private static Refused noSpace(long needed, long free, String directory) {
    return new Refused(
        Fault.NO_SPACE,
        "insufficient free space for compaction: %d bytes needed in the %s directory, %d free"
            .formatted(needed, directory, free));
  }

  /// Whether files of a volume in this state may be replaced.
  static boolean allows(VolumeState state) {
    return switch (state) {
      case VolumeState.Writable _ -> true;
      case VolumeState.DeletesOnly(Set<Restriction> why) -> HARMLESS.containsAll(why);
      case VolumeState.ReadOnly(Set<Restriction> why) -> HARMLESS.containsAll(why);
      case VolumeState.Quarantined _, VolumeState.Closed _ -> false;
    };
  }
}

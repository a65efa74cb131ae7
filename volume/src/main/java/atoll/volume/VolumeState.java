package atoll.volume;

import java.util.Set;
import java.util.stream.Collectors;

/// What a volume takes at present. A pure function of its [Restriction]s.
public sealed interface VolumeState {

  /// Everything.
  record Writable() implements VolumeState {}

  /// Reads and deletions.
  record DeletesOnly(Set<Restriction> why) implements VolumeState {
    public DeletesOnly {
      why = Set.copyOf(why);
    }
  }

  /// Reads.
  record ReadOnly(Set<Restriction> why) implements VolumeState {
    public ReadOnly {
      why = Set.copyOf(why);
    }
  }

  /// Nothing: its disk fails. It stays so until somebody marks it writable.
  record Quarantined(Set<Restriction> why) implements VolumeState {
    public Quarantined {
      why = Set.copyOf(why);
    }
  }

  /// Nothing any more.
  record Closed() implements VolumeState {}

  static VolumeState of(Set<Restriction> restrictions) {
    if (restrictions.contains(Restriction.READS_FAILED)) {
      return new Quarantined(restrictions);
    }
    if (restrictions.isEmpty()) {
      return new Writable();
    }
    return restrictions.stream().allMatch(Restriction::deletesPass)
        ? new DeletesOnly(restrictions)
        : new ReadOnly(restrictions);
  }

  default boolean takesWrites() {
    return this instanceof Writable;
  }

  default boolean takesDeletes() {
    return this instanceof Writable || this instanceof DeletesOnly;
  }

  default boolean takesReads() {
    return !(this instanceof Quarantined || this instanceof Closed);
  }

  /// The reasons as a sentence; empty where everything passes.
  default String text() {
    return switch (this) {
      case Writable _ -> "";
      case DeletesOnly(Set<Restriction> why) -> text(why);
      case ReadOnly(Set<Restriction> why) -> text(why);
      case Quarantined(Set<Restriction> why) -> text(why);
      case Closed _ -> "it was closed";
    };
  }

  private static String text(Set<Restriction> why) {
    return why.stream().sorted().map(Restriction::text).collect(Collectors.joining("; "));
  }
}

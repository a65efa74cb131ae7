package atoll.volume.offline;

import java.util.List;

/// What to do about the files of a volume. Pure: same facts, same plan.
///
/// ```
///   obstacles | damage               | skip | index    ||  plan
///   ----------+----------------------+------+----------++-------------------------------------
///   yes       | any                  | any  | any      ||  refused
///   no        | none                 | any  | fits     ||  nothing (rebuild, if told anyway)
///   no        | none                 | any  | does not ||  rebuild the index
///   no        | torn record at end   | any  | any      ||  rebuild, cut the end off
///   no        | records at the end   | no   | any      ||  refused
///   no        | records at the end   | yes  | any      ||  rebuild, cut the end off
///   no        | before whole records | no   | any      ||  refused
///   no        | before whole records | yes  | any      ||  copy the whole records
/// ```
public sealed interface FixPlan {

  /// Everything fits.
  record Nothing() implements FixPlan {}

  /// Nothing is done before somebody has decided.
  record Refused(String why) implements FixPlan {}

  /// The index is written anew from the records; the data file keeps all of them.
  ///
  /// @param cutAt where the data file is cut, behind its last whole record; its end if it is not
  /// @param tail the bytes that are saved before
  record RebuildIndex(long cutAt, long tail) implements FixPlan {}

  /// Data and index are written anew with the whole records.
  ///
  /// @param leftOut each is saved to a file of its own
  record CopyRecords(List<DamagedRange> leftOut) implements FixPlan {
    public CopyRecords {
      leftOut = List.copyOf(leftOut);
    }
  }

  static FixPlan decide(FixFacts facts, FixOptions options) {
    if (!facts.obstacles().isEmpty()) {
      return new Refused("see to this first: " + String.join("; ", facts.obstacles()));
    }
    if (facts.damaged().isEmpty()) {
      return facts.needsIndex() || options.anyway()
          ? new RebuildIndex(facts.dataBytes(), 0)
          : new Nothing();
    }
    long tailAt = facts.tailAt();
    boolean onlyTail = facts.damaged().getFirst().offset() == tailAt;
    if (!(onlyTail && facts.tailIsTorn()) && !options.skipDamage()) {
      return new Refused(
          "%d damaged places hold records that cannot be read, the first at offset %d; restore the volume from a replica, or leave them out with --skip-damage, which saves their bytes"
              .formatted(facts.damaged().size(), facts.damaged().getFirst().offset()));
    }
    return onlyTail
        ? new RebuildIndex(tailAt, facts.dataBytes() - tailAt)
        : new CopyRecords(facts.damaged());
  }

  /// The plan in words.
  default String text() {
    return switch (this) {
      case Nothing _ -> "nothing is to be done";
      case Refused(String why) -> "nothing is done: " + why;
      case RebuildIndex(long _, long tail) when tail == 0 ->
          "the index is written anew from the records";
      case RebuildIndex(long cutAt, long tail) ->
          "the index is written anew from the records; %d bytes from offset %d on are saved beside the data and cut off"
              .formatted(tail, cutAt);
      case CopyRecords(List<DamagedRange> leftOut) ->
          "data and index are written anew with the whole records; %d damaged places, %d bytes, are saved beside the data and left out"
              .formatted(leftOut.size(), leftOut.stream().mapToLong(DamagedRange::bytes).sum());
    };
  }
}

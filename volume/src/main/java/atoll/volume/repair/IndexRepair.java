package atoll.volume.repair;

import atoll.volume.repair.IndexFacts.Index;
import atoll.volume.repair.IndexFacts.Rows;
import atoll.volume.repair.IndexFacts.Tail;

/// What to do about the files of a volume when it is loaded. Pure: same facts, same plan.
///
/// ```
///   may change | rows       | tail                 | index  ||  data      index      read-only
///   -----------+------------+----------------------+--------++----------------------------------
///   any        | fit        | nothing              | whole  ||  keep      keep       no
///   no         | anything else                              ||  keep      keep       yes
///   yes        | contradict | any                  | any    ||  keep      keep       yes
///   yes        | other      | record behind damage | any    ||  keep      keep       yes
///   yes        | other      | unsearched           | any    ||  keep      keep       yes
///   yes        | fit        | as below             | absent ||  as below  rewrite    no
///   yes        | beyond     | as below             | any    ||  as below  rewrite    no
///   yes        | fit        | nothing              | torn   ||  keep      cut        no
///   yes        | fit        | records              | w or t ||  keep      add        no
///   yes        | fit        | records, then torn   | w or t ||  cut tail  add        no
///   yes        | fit        | torn                 | whole  ||  cut tail  keep       no
///   yes        | fit        | torn                 | torn   ||  cut tail  cut        no
/// ```
///
/// Data is cut only where nothing behind the last whole record is a record, and is saved first. A
/// row goes only with a record that is not there.
///
/// @param readOnly whether the volume may not be written to before somebody has looked
public record IndexRepair(DataStep data, IndexStep index, boolean readOnly) {

  /// What happens to the data file.
  public enum DataStep {
    KEEP,
    /// What stands behind the last whole record is saved beside the file, then cut off.
    CUT_TAIL
  }

  /// What happens to the index file.
  public enum IndexStep {
    KEEP,
    /// The torn row at the end is cut off.
    CUT,
    /// The torn row is cut off, if there is one, and rows are added for the records that have none.
    ADD,
    /// The file is written anew: the rows of records that are there, then rows for the records that
    /// have none. An old file is saved beside it.
    REWRITE
  }

  static final IndexRepair NOTHING = new IndexRepair(DataStep.KEEP, IndexStep.KEEP, false);
  static final IndexRepair REFUSED = new IndexRepair(DataStep.KEEP, IndexStep.KEEP, true);

  public static IndexRepair decide(IndexFacts facts) {
    boolean fits = facts.rows() == Rows.FIT && facts.tail() == Tail.NOTHING;
    if (fits && facts.index() == Index.WHOLE) {
      return NOTHING;
    }
    if (!facts.mayChange() || facts.rows() == Rows.CONTRADICT) {
      return REFUSED;
    }
    return switch (facts.tail()) {
      case RECORD_BEHIND_DAMAGE, UNSEARCHED -> REFUSED;
      case NOTHING -> new IndexRepair(DataStep.KEEP, index(facts, false), false);
      case RECORDS -> new IndexRepair(DataStep.KEEP, index(facts, true), false);
      case RECORDS_THEN_TORN -> new IndexRepair(DataStep.CUT_TAIL, index(facts, true), false);
      case TORN -> new IndexRepair(DataStep.CUT_TAIL, index(facts, false), false);
    };
  }

  private static IndexStep index(IndexFacts facts, boolean found) {
    if (facts.index() == Index.ABSENT || facts.rows() == Rows.BEYOND) {
      return IndexStep.REWRITE;
    }
    if (found) {
      return IndexStep.ADD;
    }
    return facts.index() == Index.TORN ? IndexStep.CUT : IndexStep.KEEP;
  }

  public boolean changesNothing() {
    return data == DataStep.KEEP && index == IndexStep.KEEP;
  }
}

package atoll.volume.repair;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.repair.IndexFacts.Index;
import atoll.volume.repair.IndexFacts.Rows;
import atoll.volume.repair.IndexFacts.Tail;
import atoll.volume.repair.IndexRepair.DataStep;
import atoll.volume.repair.IndexRepair.IndexStep;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every combination of facts, against what must hold of the plan whatever the table says.
class IndexRepairTest {

  private static final Set<Tail> DOUBTFUL = EnumSet.of(Tail.RECORD_BEHIND_DAMAGE, Tail.UNSEARCHED);
  private static final Set<Tail> FOUND = EnumSet.of(Tail.RECORDS, Tail.RECORDS_THEN_TORN);
  private static final Set<Tail> TORN = EnumSet.of(Tail.TORN, Tail.RECORDS_THEN_TORN);

  static List<IndexFacts> all() {
    List<IndexFacts> all = new ArrayList<>();
    for (Index index : Index.values()) {
      for (Rows rows : Rows.values()) {
        for (Tail tail : Tail.values()) {
          all.add(new IndexFacts(index, rows, tail, true));
          all.add(new IndexFacts(index, rows, tail, false));
        }
      }
    }
    assertThat(all).hasSize(108);
    return all;
  }

  private static boolean isSound(IndexFacts facts) {
    return facts.index() == Index.WHOLE && facts.rows() == Rows.FIT && facts.tail() == Tail.NOTHING;
  }

  private static boolean isDoubtful(IndexFacts facts) {
    return facts.rows() == Rows.CONTRADICT || DOUBTFUL.contains(facts.tail());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatFitsIsLeftAlone(IndexFacts facts) {
    boolean untouched = IndexRepair.decide(facts).equals(IndexRepair.NOTHING);

    assertThat(untouched).isEqualTo(isSound(facts));
  }

  @ParameterizedTest
  @MethodSource("all")
  void exactlyWhatIsDoubtfulOrUntouchableIsReadOnly(IndexFacts facts) {
    IndexRepair repair = IndexRepair.decide(facts);

    assertThat(repair.readOnly())
        .isEqualTo(!isSound(facts) && (isDoubtful(facts) || !facts.mayChange()));
    if (repair.readOnly()) {
      assertThat(repair.changesNothing()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void dataIsCutExactlyWhereItIsTornAndNothingElseIsWrong(IndexFacts facts) {
    IndexRepair repair = IndexRepair.decide(facts);

    assertThat(repair.data() == DataStep.CUT_TAIL)
        .isEqualTo(TORN.contains(facts.tail()) && !repair.readOnly());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyRecordWithoutARowGetsOne(IndexFacts facts) {
    IndexRepair repair = IndexRepair.decide(facts);

    if (FOUND.contains(facts.tail()) && !repair.readOnly()) {
      assertThat(repair.index()).isIn(IndexStep.ADD, IndexStep.REWRITE);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void rowsGoOnlyWhereTheirRecordsAreMissing(IndexFacts facts) {
    IndexRepair repair = IndexRepair.decide(facts);

    assertThat(repair.index() == IndexStep.REWRITE)
        .isEqualTo(
            !repair.readOnly() && (facts.index() == Index.ABSENT || facts.rows() == Rows.BEYOND));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aTornRowDoesNotOutliveARepair(IndexFacts facts) {
    IndexRepair repair = IndexRepair.decide(facts);

    if (facts.index() == Index.TORN && !repair.readOnly()) {
      assertThat(repair.index()).isNotEqualTo(IndexStep.KEEP);
    }
  }
}

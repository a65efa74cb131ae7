package atoll.volume.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixPlanTest {

  private static final DamagedRange MIDDLE = new DamagedRange(80, 40, 5, "why");
  private static final DamagedRange TORN = new DamagedRange(200, 20, 0, "why");
  private static final DamagedRange LAST = new DamagedRange(180, 40, 9, "why");

  private static FixFacts facts(List<String> obstacles, boolean needsIndex, DamagedRange... at) {
    return new FixFacts(obstacles, List.of(at), 220, 8, needsIndex);
  }

  @Test
  void thePlanFollowsTheTable() {
    List<String> table = new ArrayList<>();
    for (DamagedRange[] damage :
        new DamagedRange[][] {{}, {TORN}, {LAST}, {MIDDLE}, {MIDDLE, TORN}}) {
      for (boolean needsIndex : new boolean[] {false, true}) {
        for (boolean skip : new boolean[] {false, true}) {
          FixPlan plan =
              FixPlan.decide(facts(List.of(), needsIndex, damage), new FixOptions(skip, false));
          table.add(
              "%d %s %s: %s"
                  .formatted(
                      damage.length,
                      needsIndex ? "index" : "fits",
                      skip ? "skip" : "careful",
                      plan.getClass().getSimpleName()));
        }
      }
    }
    assertThat(table)
        .containsExactly(
            "0 fits careful: Nothing",
            "0 fits skip: Nothing",
            "0 index careful: RebuildIndex",
            "0 index skip: RebuildIndex",
            "1 fits careful: RebuildIndex",
            "1 fits skip: RebuildIndex",
            "1 index careful: RebuildIndex",
            "1 index skip: RebuildIndex",
            "1 fits careful: Refused",
            "1 fits skip: RebuildIndex",
            "1 index careful: Refused",
            "1 index skip: RebuildIndex",
            "1 fits careful: Refused",
            "1 fits skip: CopyRecords",
            "1 index careful: Refused",
            "1 index skip: CopyRecords",
            "2 fits careful: Refused",
            "2 fits skip: CopyRecords",
            "2 index careful: Refused",
            "2 index skip: CopyRecords");
  }

  @Test
  void anObstacleComesBeforeEverything() {
    FixPlan plan = FixPlan.decide(facts(List.of("a vacuum"), true), new FixOptions(true, true));
    assertThat(plan.text()).isEqualTo("nothing is done: see to this first: a vacuum");
    assertThat(FixPlan.decide(facts(List.of(), false), new FixOptions(false, true)))
        .isEqualTo(new FixPlan.RebuildIndex(220, 0));
    assertThat(FixPlan.decide(facts(List.of(), false, TORN), new FixOptions(false, false)).text())
        .contains("20 bytes from offset 200 on are saved");
  }
}

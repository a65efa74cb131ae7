package atoll.mkv.plan;

import static atoll.mkv.plan.Given.A;
import static atoll.mkv.plan.Given.B;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.mkv.index.Chore;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangePlanTest {

  private static final KeyRecord LIVE = Given.live(A, B);

  private static Optional<KeyRecord> in(KeyState state) {
    return Optional.of(state == KeyState.LIVE ? LIVE : LIVE.in(state));
  }

  private static String said(ChangePlan plan) {
    return switch (plan) {
      case ChangePlan.Refuse refuse -> refuse.why().code();
      case ChangePlan.Apply apply -> apply.after().state().name();
    };
  }

  @Test
  void followsTheTable() {
    String[][] table = {
      // found     delete     protected    unlink      relink
      {"", "absent", "absent", "absent", "absent"},
      {"LIVE", "DELETED", "protected", "UNLINKED", "absent"},
      {"UNLINKED", "DELETED", "DELETED", "absent", "LIVE"},
      {"DELETED", "absent", "absent", "absent", "absent"},
    };
    for (String[] row : table) {
      Optional<KeyRecord> found =
          row[0].isEmpty() ? Optional.empty() : in(KeyState.valueOf(row[0]));
      assertThat(
              new String[] {
                row[0],
                said(ChangePlan.delete(found, Conditions.NONE, false, 0)),
                said(ChangePlan.delete(found, Conditions.NONE, true, 0)),
                said(ChangePlan.unlink(found, Conditions.NONE, 0)),
                said(ChangePlan.relink(found, Conditions.NONE, 0))
              })
          .containsExactly(row);
    }
  }

  @Test
  void writesAChoreForEachCopy() {
    ChangePlan.Apply delete =
        (ChangePlan.Apply) ChangePlan.delete(in(KeyState.LIVE), Conditions.NONE, false, 5);
    assertThat(delete.change().expected()).contains(LIVE.generation());
    assertThat(delete.after().generation()).isEqualTo(LIVE.generation().following());
    assertThat(delete.change().chores())
        .extracting(chore -> chore.kind() + " " + chore.host() + " " + chore.dueMillis())
        .containsExactly("REMOVE a 5", "REMOVE b 5");
    ChangePlan.Apply unlink =
        (ChangePlan.Apply) ChangePlan.unlink(in(KeyState.LIVE), Conditions.NONE, 5);
    assertThat(unlink.change().chores()).allMatch(chore -> chore.kind() == Chore.Kind.MARK);
    assertThat(unlink.after().blobName()).isEqualTo(LIVE.blobName());
  }

  @Test
  void deletesOnlyWhatTheRequestExpects() {
    assertThat(said(ChangePlan.delete(in(KeyState.LIVE), Given.ifMatch("\"x\""), false, 0)))
        .isEqualTo("precondition_failed");
    assertThat(said(ChangePlan.delete(in(KeyState.LIVE), Given.ifMatch(Given.tag(LIVE)), false, 0)))
        .isEqualTo("DELETED");
  }
}

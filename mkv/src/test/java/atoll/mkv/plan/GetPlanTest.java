package atoll.mkv.plan;

import static atoll.mkv.plan.Given.A;
import static atoll.mkv.plan.Given.ALL_UP;
import static atoll.mkv.plan.Given.B;
import static atoll.mkv.plan.Given.C;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.mkv.hosts.HostCondition;
import atoll.mkv.key.HostId;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GetPlanTest {

  private static GetPlan plan(KeyRecord record, Conditions conditions) {
    return GetPlan.of(Optional.of(record), conditions, ALL_UP, 0);
  }

  private static Refusal refusal(GetPlan plan) {
    return ((GetPlan.Refuse) plan).why();
  }

  @Test
  void knowsNothingOfAbsentUnlinkedAndDeletedKeys() {
    KeyRecord live = Given.live(A);
    assertThat(GetPlan.of(Optional.empty(), Conditions.NONE, ALL_UP, 0))
        .isEqualTo(new GetPlan.Refuse(new Refusal.Absent(), Optional.empty()));
    KeyRecord unlinked = live.in(KeyState.UNLINKED);
    assertThat(plan(unlinked, Conditions.NONE))
        .isEqualTo(new GetPlan.Refuse(new Refusal.Absent(), Optional.of(unlinked)));
    assertThat(plan(live.in(KeyState.DELETED), Conditions.NONE))
        .isEqualTo(new GetPlan.Refuse(new Refusal.Absent(), Optional.empty()));
  }

  @Test
  void tellsWhatTheClientHasAlready() {
    KeyRecord live = Given.live(A);
    assertThat(plan(live, Given.ifNoneMatch(Given.tag(live))))
        .isEqualTo(new GetPlan.NotModified(live));
    assertThat(plan(live, Given.ifNoneMatch("\"other\""))).isInstanceOf(GetPlan.Send.class);
    assertThat(refusal(plan(live, Given.ifMatch("\"other\""))))
        .isEqualTo(new Refusal.PreconditionFailed());
    assertThat(plan(live, Given.ifMatch("*"))).isInstanceOf(GetPlan.Send.class);
  }

  /// The model answers 404 for both.
  @Test
  void keepsLostKeysAndKeysOutOfReachApart() {
    assertThat(refusal(plan(Given.live(), Conditions.NONE))).isEqualTo(new Refusal.Lost());
    assertThat(
            refusal(
                GetPlan.of(Optional.of(Given.live(A, B)), Conditions.NONE, Given.down(A, B), 0)))
        .isEqualTo(new Refusal.NoHost());
  }

  @Test
  void readsFromHostsThatAreUpFirstAndNeverFromThoseThatAreDown() {
    Function<HostId, HostCondition> health =
        host ->
            host.equals(A)
                ? HostCondition.SUSPECT
                : host.equals(B) ? HostCondition.DOWN : HostCondition.UP;
    for (long hint = -3; hint < 4; hint++) {
      assertThat(ReadChoice.of(List.of(A, B, C), health, hint)).containsExactly(C, A);
    }
  }

  @Test
  void spreadsReadsOverHostsThatAreUp() {
    assertThat(ReadChoice.of(List.of(A, B, C), ALL_UP, 0)).containsExactly(A, B, C);
    assertThat(ReadChoice.of(List.of(A, B, C), ALL_UP, 1)).containsExactly(B, C, A);
    assertThat(ReadChoice.of(List.of(A, B, C), ALL_UP, 2)).containsExactly(C, A, B);
    assertThat(ReadChoice.of(List.of(), ALL_UP, 2)).isEmpty();
  }
}

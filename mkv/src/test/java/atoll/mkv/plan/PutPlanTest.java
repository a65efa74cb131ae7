package atoll.mkv.plan;

import static atoll.mkv.plan.Given.A;
import static atoll.mkv.plan.Given.ALL_UP;
import static atoll.mkv.plan.Given.B;
import static atoll.mkv.plan.Given.C;
import static atoll.mkv.plan.Given.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.mkv.hosts.HostCondition;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.index.Chore;
import atoll.mkv.index.NewChore;
import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PutPlanTest {

  private static final long NOW = 1_763_720_000_000L;

  private static PutPlan plan(
      Optional<KeyRecord> found, Conditions conditions, PutPlan.Policy policy) {
    return PutPlan.of(
        found, conditions, policy, new PutPlan.Places(List.of(A, B, C), 2, ALL_UP), NOW, 0);
  }

  private static PutPlan.Write write(int quorum, Function<HostId, HostCondition> health) {
    return (PutPlan.Write)
        PutPlan.of(
            Optional.empty(),
            Conditions.NONE,
            PutPlan.Policy.DENY,
            new PutPlan.Places(List.of(A, B, C), quorum, health),
            NOW,
            0);
  }

  @Test
  void refusesOrGoesOnByPolicyAndConditions() {
    KeyRecord live = Given.live(A);
    Optional<KeyRecord> present = Optional.of(live);
    Optional<KeyRecord> unlinked = Optional.of(live.in(KeyState.UNLINKED));
    PutPlan exists = new PutPlan.Refuse(new Refusal.Exists());
    PutPlan failed = new PutPlan.Refuse(new Refusal.PreconditionFailed());
    for (PutPlan.Policy policy : PutPlan.Policy.values()) {
      PutPlan usual = plan(present, Conditions.NONE, policy);
      if (policy == PutPlan.Policy.DENY) {
        assertThat(usual).isEqualTo(exists);
      } else {
        assertThat(usual).isInstanceOf(PutPlan.Write.class);
      }
      assertThat(plan(Optional.empty(), Conditions.NONE, policy)).isInstanceOf(PutPlan.Write.class);
      assertThat(plan(unlinked, Conditions.NONE, policy)).isInstanceOf(PutPlan.Write.class);
      assertThat(plan(present, Given.ifNoneMatch("*"), policy)).isEqualTo(failed);
      assertThat(plan(Optional.empty(), Given.ifNoneMatch("*"), policy))
          .isInstanceOf(PutPlan.Write.class);
      assertThat(plan(present, Given.ifMatch(Given.tag(live)), policy))
          .isInstanceOf(PutPlan.Write.class);
      assertThat(plan(present, Given.ifMatch("\"other\""), policy)).isEqualTo(failed);
      assertThat(plan(Optional.empty(), Given.ifMatch("*"), policy)).isEqualTo(failed);
    }
  }

  @Test
  void takesAHigherGenerationThanWhateverWasThere() {
    KeyRecord far =
        new KeyRecord(
            KEY,
            new Generation(Long.MAX_VALUE - 5),
            KeyState.DELETED,
            Given.content(1),
            List.of(),
            0);
    PutPlan.Write write =
        (PutPlan.Write) plan(Optional.of(far), Conditions.NONE, PutPlan.Policy.DENY);
    assertThat(write.generation()).isEqualTo(far.generation().following());
    assertThat(write.expected()).contains(far.generation());
  }

  @Test
  void asksTheOwnersThatAreUpIfTheyAreEnough() {
    PutPlan.Write write = write(2, Given.down(B));
    assertThat(write.targets()).containsExactly(A, C);
    assertThat(write.owed()).containsExactly(B);
    assertThat(
            PutPlan.of(
                Optional.empty(),
                Conditions.NONE,
                PutPlan.Policy.DENY,
                new PutPlan.Places(List.of(A, B, C), 2, Given.down(A, B)),
                NOW,
                0))
        .isEqualTo(new PutPlan.Refuse(new Refusal.NoQuorum(1, 2)));
  }

  /// What one host may answer: as asked, failed without a trace, failed with perhaps one.
  private static final List<HostResult> ANSWERS =
      List.of(
          HostResult.done(),
          HostResult.failed(new HostFailure.Connect("refused")),
          HostResult.failed(new HostFailure.Timeout(HostFailure.Phase.RESPONSE)));

  @Test
  void judgesEachCombinationOfAnswers() {
    for (int quorum = 1; quorum <= 3; quorum++) {
      PutPlan.Write write = write(quorum, ALL_UP);
      for (int combination = 0; combination < 27; combination++) {
        List<HostResult> results =
            List.of(
                ANSWERS.get(combination % 3),
                ANSWERS.get(combination / 3 % 3),
                ANSWERS.get(combination / 9));
        check(write, results);
      }
    }
  }

  private static void check(PutPlan.Write write, List<HostResult> results) {
    List<HostId> stored = new ArrayList<>();
    List<HostId> failed = new ArrayList<>();
    List<HostId> perhaps = new ArrayList<>();
    for (int index = 0; index < 3; index++) {
      HostId host = write.targets().get(index);
      (results.get(index).isDone() ? stored : failed).add(host);
      if (!results.get(index).equals(ANSWERS.get(1))) {
        perhaps.add(host);
      }
    }
    PutOutcome outcome =
        PutOutcome.judge(
            write,
            new PutOutcome.Written(KEY, Given.content(write.generation().value()), 9),
            results,
            NOW,
            60_000);
    String said = results + " of " + write.quorum();
    if (stored.size() >= write.quorum()) {
      PutOutcome.Commit commit = (PutOutcome.Commit) outcome;
      assertThat(commit.record().hosts()).as(said).isEqualTo(stored);
      assertThat(commit.record().generation()).isEqualTo(write.generation());
      assertThat(commit.change().expected()).isEmpty();
      assertThat(commit.shortCopies()).isEqualTo(failed.size());
      assertThat(commit.change().chores())
          .as(said)
          .extracting(NewChore::host)
          .containsExactlyElementsOf(failed);
      assertThat(commit.change().chores()).allMatch(c -> c.kind() == Chore.Kind.REPAIR);
    } else {
      PutOutcome.Abort abort = (PutOutcome.Abort) outcome;
      assertThat(abort.why()).isEqualTo(new Refusal.NoQuorum(stored.size(), write.quorum()));
      assertThat(abort.cleanup())
          .as(said)
          .extracting(NewChore::host)
          .containsExactlyElementsOf(perhaps);
      assertThat(abort.cleanup()).allMatch(c -> c.kind() == Chore.Kind.REMOVE);
    }
  }

  /// Old copies of a key whose place has changed are removed too, wherever they are.
  @Test
  void removesWhatItReplacesAfterTheGraceTime() {
    KeyRecord before = Given.live(C, new HostId("gone"));
    PutPlan.Write write =
        (PutPlan.Write) plan(Optional.of(before), Conditions.NONE, PutPlan.Policy.REPLACE);
    PutOutcome.Commit commit =
        (PutOutcome.Commit)
            PutOutcome.judge(
                write,
                new PutOutcome.Written(KEY, Given.content(write.generation().value()), 9),
                List.of(HostResult.done(), HostResult.done(), HostResult.done()),
                NOW,
                60_000);
    assertThat(commit.change().expected()).contains(before.generation());
    assertThat(commit.change().chores())
        .containsExactly(
            new NewChore(Chore.Kind.REMOVE, KEY, new Generation(7), C, NOW + 60_000),
            new NewChore(
                Chore.Kind.REMOVE, KEY, new Generation(7), new HostId("gone"), NOW + 60_000));
  }

  /// A host that did not answer in time may publish the copy after it was removed.
  @Test
  void removesAgainLaterWhereAHostMayStillBeWriting() {
    HostResult late = HostResult.failed(new HostFailure.Timeout(HostFailure.Phase.RESPONSE));
    HostResult broken = HostResult.failed(new HostFailure.Status(500));
    PutPlan.Write write = write(2, ALL_UP);
    PutOutcome outcome =
        PutOutcome.judge(
            write,
            new PutOutcome.Written(KEY, Given.content(write.generation().value()), 9),
            List.of(late, HostResult.done(), broken),
            NOW,
            60_000);
    assertThat(((PutOutcome.Abort) outcome).cleanup())
        .containsExactly(
            new NewChore(Chore.Kind.REMOVE, KEY, write.generation(), A, NOW + 60_000),
            new NewChore(Chore.Kind.REMOVE, KEY, write.generation(), B, NOW),
            new NewChore(Chore.Kind.REMOVE, KEY, write.generation(), C, NOW));
  }

  @Test
  void saysThatDisksAreFullWhereAllThatFailedAre() {
    HostResult full = HostResult.failed(new HostFailure.NoSpace());
    PutOutcome outcome =
        PutOutcome.judge(
            write(2, ALL_UP),
            new PutOutcome.Written(KEY, Given.content(write(2, ALL_UP).generation().value()), 9),
            List.of(full, HostResult.done(), full),
            NOW,
            0);
    assertThat(((PutOutcome.Abort) outcome).why()).isEqualTo(new Refusal.NoSpace());
  }
}

package atoll.mkv.plan;

import atoll.kit.Check;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.index.Change;
import atoll.mkv.index.Chore;
import atoll.mkv.index.NewChore;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import java.util.ArrayList;
import java.util.List;

/// What follows from what the hosts answered to a PUT.
public sealed interface PutOutcome {

  /// The value is there.
  ///
  /// @param change puts it into the index, with a repair for each owner without a copy and, for
  ///   what it replaces, a removal of each copy after the grace time
  /// @param record as the change has it
  /// @param shortCopies how many owners have no copy
  record Commit(Change.Put change, KeyRecord record, int shortCopies) implements PutOutcome {}

  /// The value is not there, and the index stays as it is.
  ///
  /// @param cleanup removes what some host may have of it, after the grace time where the host may
  ///   still be writing
  record Abort(Refusal why, List<NewChore> cleanup) implements PutOutcome {}

  /// What was written.
  ///
  /// @param content its generation is the plan's
  /// @param ringEpoch of the ring that named the owners
  record Written(Key key, KeyRecord.Content content, long ringEpoch) {}

  /// Decides.
  ///
  /// @param results one for each of the plan's targets, in their order
  /// @param nowMillis the wall clock
  /// @param graceMillis how long replaced copies stay, for who was sent to one a moment ago; by
  ///   then a write without an answer has come to its end too
  static PutOutcome judge(
      PutPlan.Write plan,
      Written written,
      List<HostResult> results,
      long nowMillis,
      long graceMillis) {
    Check.that(results.size() == plan.targets().size(), "a result for each target");
    List<HostId> stored = new ArrayList<>();
    List<HostId> lacking = new ArrayList<>(plan.owed());
    List<HostFailure> failures = new ArrayList<>();
    for (int index = 0; index < results.size(); index++) {
      HostId host = plan.targets().get(index);
      switch (results.get(index)) {
        case HostResult.Done _ -> stored.add(host);
        case HostResult.Failed failed -> {
          failures.add(failed.why());
          lacking.add(host);
        }
      }
    }
    return stored.size() >= plan.quorum()
        ? commit(plan, written, stored, lacking, nowMillis, graceMillis)
        : new Abort(
            why(plan, stored.size(), failures),
            cleanup(plan, written, results, nowMillis, graceMillis));
  }

  private static Commit commit(
      PutPlan.Write plan,
      Written written,
      List<HostId> stored,
      List<HostId> lacking,
      long nowMillis,
      long graceMillis) {
    List<NewChore> chores = new ArrayList<>();
    for (HostId host : lacking) {
      chores.add(
          new NewChore(Chore.Kind.REPAIR, written.key(), plan.generation(), host, nowMillis));
    }
    plan.previous()
        .filter(before -> before.state() != KeyState.DELETED)
        .ifPresent(before ->
            before
                .hosts()
                .forEach(host -> chores.add(removal(before, host, nowMillis + graceMillis))));
    KeyRecord record =
        new KeyRecord(
            written.key(),
            plan.generation(),
            KeyState.LIVE,
            written.content(),
            stored,
            written.ringEpoch());
    return new Commit(new Change.Put(plan.expected(), record, chores), record, lacking.size());
  }

  private static NewChore removal(KeyRecord record, HostId host, long dueMillis) {
    return new NewChore(Chore.Kind.REMOVE, record.key(), record.content().blob(), host, dueMillis);
  }

  private static List<NewChore> cleanup(
      PutPlan.Write plan,
      Written written,
      List<HostResult> results,
      long nowMillis,
      long graceMillis) {
    List<NewChore> chores = new ArrayList<>();
    for (int index = 0; index < results.size(); index++) {
      boolean nothing = false;
      boolean underWay = false;
      if (results.get(index) instanceof HostResult.Failed failed) {
        nothing = failed.why().isNothingWritten();
        underWay = failed.why().isPerhapsUnderWay();
      }
      if (!nothing) {
        chores.add(
            new NewChore(
                Chore.Kind.REMOVE,
                written.key(),
                plan.generation(),
                plan.targets().get(index),
                nowMillis + (underWay ? graceMillis : 0)));
      }
    }
    return chores;
  }

  private static Refusal why(PutPlan.Write plan, int stored, List<HostFailure> failures) {
    boolean full =
        !failures.isEmpty() && failures.stream().allMatch(HostFailure.NoSpace.class::isInstance);
    return full ? new Refusal.NoSpace() : new Refusal.NoQuorum(stored, plan.quorum());
  }
}

package atoll.mkv.plan;

import atoll.mkv.index.Change;
import atoll.mkv.index.Chore;
import atoll.mkv.index.NewChore;
import atoll.mkv.key.HostId;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a key changes its state: by DELETE, UNLINK or RELINK.
public sealed interface ChangePlan {

  /// No.
  record Refuse(Refusal why) implements ChangePlan {}

  /// Yes.
  ///
  /// @param change with a chore for each copy, so that none is forgotten
  /// @param before what the key was
  record Apply(Change.Put change, KeyRecord before) implements ChangePlan {

    public KeyRecord after() {
      return change.record();
    }
  }

  /// A deletion: the key becomes a tombstone, and each copy is to be removed.
  ///
  /// @param mustBeUnlinked whether a live key is refused
  static ChangePlan delete(
      Optional<KeyRecord> found, Conditions conditions, boolean mustBeUnlinked, long nowMillis) {
    Optional<KeyRecord> present = found.filter(record -> record.state() != KeyState.DELETED);
    if (present.isEmpty()) {
      return new Refuse(new Refusal.Absent());
    }
    KeyRecord record = present.get();
    if (!conditions.allowChange(present)) {
      return new Refuse(new Refusal.PreconditionFailed());
    }
    if (mustBeUnlinked && record.isLive()) {
      return new Refuse(new Refusal.Protected());
    }
    return apply(record, KeyState.DELETED, Chore.Kind.REMOVE, nowMillis);
  }

  /// Hides a live key; its copies stay.
  static ChangePlan unlink(Optional<KeyRecord> found, Conditions conditions, long nowMillis) {
    return turn(found, conditions, KeyState.LIVE, KeyState.UNLINKED, nowMillis);
  }

  /// Brings a hidden key back.
  static ChangePlan relink(Optional<KeyRecord> found, Conditions conditions, long nowMillis) {
    return turn(found, conditions, KeyState.UNLINKED, KeyState.LIVE, nowMillis);
  }

  private static ChangePlan turn(
      Optional<KeyRecord> found,
      Conditions conditions,
      KeyState from,
      KeyState to,
      long nowMillis) {
    if (found.filter(record -> record.state() == from).isEmpty()) {
      return new Refuse(new Refusal.Absent());
    }
    return conditions.allowChange(found)
        ? apply(found.get(), to, Chore.Kind.MARK, nowMillis)
        : new Refuse(new Refusal.PreconditionFailed());
  }

  /// What leaves tombstones, while copies of a deleted key stay where nobody can remove them now:
  /// whoever makes the index anew meanwhile must not take such a copy for the key. Each goes when
  /// the last copy has gone.
  ///
  /// @param deleted the tombstone as the index has it
  /// @param hosts where to
  static Change.Add tombstones(KeyRecord deleted, List<HostId> hosts, long nowMillis) {
    List<NewChore> chores = new ArrayList<>();
    for (Chore.Kind kind : List.of(Chore.Kind.MARK, Chore.Kind.REMOVE)) {
      for (HostId host : hosts) {
        chores.add(new NewChore(kind, deleted.key(), deleted.generation(), host, nowMillis));
      }
    }
    return new Change.Add(chores);
  }

  private static Apply apply(KeyRecord before, KeyState state, Chore.Kind kind, long nowMillis) {
    List<NewChore> chores = new ArrayList<>();
    for (HostId host : before.hosts()) {
      chores.add(new NewChore(kind, before.key(), before.content().blob(), host, nowMillis));
    }
    return new Apply(
        new Change.Put(Optional.of(before.generation()), before.in(state), chores), before);
  }
}

package atoll.mkv.plan;

import atoll.mkv.hosts.HostCondition;
import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.record.KeyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Whether a PUT may go on and where to.
public sealed interface PutPlan {

  /// What a PUT of an existing key does.
  enum Policy {
    DENY,
    REPLACE
  }

  /// Where copies go.
  ///
  /// @param owners the hosts that the ring names, in its order
  /// @param quorum how many of them must take the value
  record Places(List<HostId> owners, int quorum, Function<HostId, HostCondition> health) {}

  /// No.
  record Refuse(Refusal why) implements PutPlan {}

  /// Yes.
  ///
  /// @param previous what the index has, tombstones included
  /// @param targets the owners that are asked, in the order of the ring
  /// @param owed the owners that are down: they get their copy later
  record Write(
      Optional<KeyRecord> previous,
      Generation generation,
      List<HostId> targets,
      List<HostId> owed,
      int quorum)
      implements PutPlan {

    /// What the index must still have when the value is there.
    public Optional<Generation> expected() {
      return previous.map(KeyRecord::generation);
    }
  }

  /// Decides.
  ///
  /// @param epochMillis the wall clock
  /// @param chance any number
  static PutPlan of(
      Optional<KeyRecord> found,
      Conditions conditions,
      Policy policy,
      Places places,
      long epochMillis,
      long chance) {
    Optional<KeyRecord> live = found.filter(KeyRecord::isLive);
    if (!conditions.allowChange(live)) {
      return new Refuse(new Refusal.PreconditionFailed());
    }
    if (live.isPresent() && policy == Policy.DENY && conditions.ifMatch().isEmpty()) {
      return new Refuse(new Refusal.Exists());
    }
    List<HostId> targets = new ArrayList<>();
    List<HostId> owed = new ArrayList<>();
    for (HostId owner : places.owners()) {
      boolean down = places.health().apply(owner) == HostCondition.DOWN;
      (down ? owed : targets).add(owner);
    }
    if (targets.size() < places.quorum()) {
      return new Refuse(new Refusal.NoQuorum(targets.size(), places.quorum()));
    }
    Optional<Generation> previous = found.map(KeyRecord::generation);
    return new Write(
        found,
        Generation.next(previous, epochMillis, chance),
        List.copyOf(targets),
        List.copyOf(owed),
        places.quorum());
  }
}

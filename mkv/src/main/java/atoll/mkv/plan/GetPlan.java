package atoll.mkv.plan;

import atoll.mkv.hosts.HostCondition;
import atoll.mkv.key.HostId;
import atoll.mkv.record.KeyRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How a GET is answered.
public sealed interface GetPlan {

  /// No.
  ///
  /// @param unlinked what the key had, if it is only hidden
  record Refuse(Refusal why, Optional<KeyRecord> unlinked) implements GetPlan {}

  /// The client has it already.
  record NotModified(KeyRecord record) implements GetPlan {}

  /// Yes.
  ///
  /// @param order whom to read from, the best first
  record Send(KeyRecord record, List<HostId> order) implements GetPlan {}

  /// Decides.
  ///
  /// @param found what the index has
  /// @param hint any number, to spread load
  static GetPlan of(
      Optional<KeyRecord> found,
      Conditions conditions,
      Function<HostId, HostCondition> health,
      long hint) {
    if (found.isEmpty()) {
      return new Refuse(new Refusal.Absent(), Optional.empty());
    }
    KeyRecord record = found.get();
    return switch (record.state()) {
      case UNLINKED -> new Refuse(new Refusal.Absent(), found);
      case DELETED -> new Refuse(new Refusal.Absent(), Optional.empty());
      case LIVE -> ofLive(record, conditions, health, hint);
    };
  }

  private static GetPlan ofLive(
      KeyRecord record, Conditions conditions, Function<HostId, HostCondition> health, long hint) {
    if (conditions.ifMatch().isPresent()
        && !conditions.ifMatch().get().matchesStrongly(Conditions.tag(record))) {
      return new Refuse(new Refusal.PreconditionFailed(), Optional.empty());
    }
    if (conditions.ifNoneMatch().isPresent()
        && conditions.ifNoneMatch().get().matchesWeakly(Conditions.tag(record))) {
      return new NotModified(record);
    }
    if (record.hosts().isEmpty()) {
      return new Refuse(new Refusal.Lost(), Optional.empty());
    }
    List<HostId> order = ReadChoice.of(record.hosts(), health, hint);
    return order.isEmpty()
        ? new Refuse(new Refusal.NoHost(), Optional.empty())
        : new Send(record, order);
  }
}

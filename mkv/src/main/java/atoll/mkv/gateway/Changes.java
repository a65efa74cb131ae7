package atoll.mkv.gateway;

import atoll.mkv.hosts.Caller;
import atoll.mkv.hosts.HostCondition;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.index.Change;
import atoll.mkv.index.ChangeResult;
import atoll.mkv.index.Chore;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.plan.ChangePlan;
import atoll.mkv.plan.Conditions;
import atoll.mkv.plan.Refusal;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import atoll.mkv.record.Sidecar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// DELETE, UNLINK and RELINK. The change and its chores are durable first; then the copies are seen
/// to, and what cannot be done now is left to the chores. Runs on virtual threads. Immutable but
/// for its parts.
final class Changes {

  private final Parts parts;

  Changes(Parts parts) {
    this.parts = parts;
  }

  /// How a plan is made from what the index has.
  private interface Planning {
    ChangePlan of(Optional<KeyRecord> found);
  }

  /// One of the three.
  interface Verb {
    void change(Key key, Conditions conditions, Caller caller);
  }

  void delete(Key key, Conditions conditions, Caller caller) {
    Setup setup = parts.setup().get();
    change(
        key,
        caller,
        found -> {
          if (setup.config().server().strictDelete()) {
            refuseWhereAHostIsDown(found);
          }
          return ChangePlan.delete(found, conditions, setup.config().server().protect(), due());
        });
  }

  void unlink(Key key, Conditions conditions, Caller caller) {
    change(key, caller, found -> ChangePlan.unlink(found, conditions, due()));
  }

  void relink(Key key, Conditions conditions, Caller caller) {
    change(key, caller, found -> ChangePlan.relink(found, conditions, due()));
  }

  /// Chores of a change that is just being made are not due before it had its own try: of two
  /// requests to each host.
  private long due() {
    return parts.nowMillis()
        + 2 * parts.setup().get().config().limits().responseTimeout().toMillis();
  }

  private void refuseWhereAHostIsDown(Optional<KeyRecord> found) {
    List<HostId> hosts = found.map(KeyRecord::hosts).orElse(List.of());
    long down =
        hosts.stream().filter(host -> parts.health().of(host) == HostCondition.DOWN).count();
    if (down > 0) {
      throw new Parts.Refused(new Refusal.NoQuorum(hosts.size() - (int) down, hosts.size()));
    }
  }

  private void change(Key key, Caller caller, Planning planning) {
    if (!parts.locks().tryTake(key)) {
      throw new Parts.Refused(new Refusal.BusyKey());
    }
    try {
      ChangePlan.Apply plan =
          switch (planning.of(parts.index().find(key))) {
            case ChangePlan.Refuse refuse -> throw new Parts.Refused(refuse.why());
            case ChangePlan.Apply apply -> apply;
          };
      if (parts.change(plan.change()) instanceof ChangeResult.Outdated) {
        throw new Parts.Refused(new Refusal.BusyKey());
      }
      carryOut(plan, caller);
    } finally {
      parts.locks().giveBack(key);
    }
  }

  private void carryOut(ChangePlan.Apply plan, Caller caller) {
    KeyRecord after = plan.after();
    boolean deleted = after.state() == KeyState.DELETED;
    List<HostId> hosts =
        after.hosts().stream()
            .filter(host -> parts.health().of(host) != HostCondition.DOWN)
            .toList();
    Sidecar sidecar = Sidecar.of(after);
    List<CompletableFuture<HostResult>> asked = new ArrayList<>();
    for (HostId host : hosts) {
      asked.add(
          deleted
              ? parts.hosts().remove(host, after.blobName(), caller)
              : parts.hosts().publish(host, sidecar, caller));
    }
    List<HostId> done = new ArrayList<>();
    for (int index = 0; index < hosts.size(); index++) {
      if (asked.get(index).join().isDone()) {
        done.add(hosts.get(index));
      }
    }
    if (!done.isEmpty() || hosts.isEmpty()) {
      Chore.Kind kind = deleted ? Chore.Kind.REMOVE : Chore.Kind.MARK;
      parts.changeLater(new Change.Done(after.key(), kind, after.content().blob(), done));
    }
    if (deleted && done.size() < after.hosts().size()) {
      leaveTombstones(after, done, sidecar, caller);
    }
  }

  /// On hosts that are there, in the order of the ring, as many as a value has copies.
  private void leaveTombstones(
      KeyRecord deleted, List<HostId> cleared, Sidecar tombstone, Caller caller) {
    Setup setup = parts.setup().get();
    List<HostId> hosts =
        setup.ring().owners(deleted.key().hash(), setup.config().hosts().size()).stream()
            .filter(host -> cleared.contains(host) || !deleted.hosts().contains(host))
            .filter(host -> parts.health().of(host) == HostCondition.UP)
            .limit(setup.config().placement().replicas())
            .toList();
    if (hosts.isEmpty()) {
      return;
    }
    var _ = parts.change(ChangePlan.tombstones(deleted, hosts, due()));
    List<CompletableFuture<HostResult>> asked = new ArrayList<>();
    for (HostId host : hosts) {
      asked.add(parts.hosts().publish(host, tombstone, caller));
    }
    List<HostId> left = new ArrayList<>();
    for (int index = 0; index < hosts.size(); index++) {
      if (asked.get(index).join().isDone()) {
        left.add(hosts.get(index));
      }
    }
    if (!left.isEmpty()) {
      parts.changeLater(
          new Change.Done(deleted.key(), Chore.Kind.MARK, deleted.generation(), left));
    }
  }
}

package atoll.mkv.gateway;

import atoll.http.server.BlockingExchange;
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

  /// Chores of a change that is just being made are not due before it had its own try.
  private static final long OWN_TRY_MILLIS = 10_000;

  private final Parts parts;

  Changes(Parts parts) {
    this.parts = parts;
  }

  /// How a plan is made from what the index has.
  private interface Planning {
    ChangePlan of(Optional<KeyRecord> found);
  }

  void delete(BlockingExchange exchange, Key key) {
    Setup setup = parts.setup().get();
    Conditions conditions = Parts.conditions(exchange.exchange());
    change(
        exchange,
        key,
        found -> {
          if (setup.config().server().strictDelete()) {
            refuseWhereAHostIsDown(found);
          }
          return ChangePlan.delete(found, conditions, setup.config().server().protect(), due());
        });
  }

  void unlink(BlockingExchange exchange, Key key) {
    change(exchange, key, found -> ChangePlan.unlink(found, due()));
  }

  void relink(BlockingExchange exchange, Key key) {
    change(exchange, key, found -> ChangePlan.relink(found, due()));
  }

  private long due() {
    return parts.nowMillis() + OWN_TRY_MILLIS;
  }

  private void refuseWhereAHostIsDown(Optional<KeyRecord> found) {
    List<HostId> hosts = found.map(KeyRecord::hosts).orElse(List.of());
    long down =
        hosts.stream().filter(host -> parts.health().of(host) == HostCondition.DOWN).count();
    if (down > 0) {
      throw new Parts.Refused(new Refusal.NoQuorum(hosts.size() - (int) down, hosts.size()));
    }
  }

  private void change(BlockingExchange exchange, Key key, Planning planning) {
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
      carryOut(plan, Parts.caller(exchange.exchange()));
    } finally {
      parts.locks().giveBack(key);
    }
    exchange.status(204).send();
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
  }
}

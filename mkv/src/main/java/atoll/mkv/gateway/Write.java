package atoll.mkv.gateway;

import atoll.mkv.hosts.Caller;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.index.Change;
import atoll.mkv.index.ChangeResult;
import atoll.mkv.index.Chore;
import atoll.mkv.index.NewChore;
import atoll.mkv.index.Writing;
import atoll.mkv.key.BlobName;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.plan.PutOutcome;
import atoll.mkv.plan.PutPlan;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A value on its way, as the index knows of it: begun before the first byte is sent to a host,
/// then committed or given up. What a gateway that dies leaves of it is removed by the next one,
/// and what nobody can know, because the index failed in the middle of the commit, is decided by
/// what the index holds later.
///
/// Confined to the thread of its PUT.
final class Write implements AutoCloseable {

  /// Longer than any request to a host may take.
  private static final Duration ARRIVAL = Duration.ofHours(25);

  private final Parts parts;
  private final Setup setup;
  private final Key key;
  private final PutPlan.Write plan;
  private final Caller caller;
  private final CompletableFuture<ChangeResult> begin;
  private boolean sent;
  private boolean settled;

  /// Begins; the index writes while the body is still on its way.
  Write(Parts parts, Setup setup, Key key, PutPlan.Write plan, Caller caller) {
    this.parts = parts;
    this.setup = setup;
    this.key = key;
    this.plan = plan;
    this.caller = caller;
    this.begin =
        parts
            .index()
            .change(
                new Change.Begin(
                    new Writing(
                        key,
                        plan.generation(),
                        plan.targets(),
                        parts.nowMillis() + ARRIVAL.toMillis())));
  }

  /// Waits until the index knows of it; nothing is sent before.
  void begun() {
    var _ = Parts.await(begin);
    sent = true;
  }

  /// Puts the value into the index.
  ///
  /// @return whether it is there; false if somebody else was first, and then it is cleaned up
  boolean commit(PutOutcome.Commit commit) {
    // If this fails, the index may have it all the same: nothing is cleaned up after it.
    settled = true;
    if (change(commit.change()) instanceof ChangeResult.Outdated) {
      giveUp();
      return false;
    }
    if (commit.shortCopies() > 0) {
      parts.counts().shortPuts.increment();
    }
    return true;
  }

  /// A tombstone may have gone, or come, since it was looked for: neither is a value, so the change
  /// goes out from what is there now, as long as it stays the newer one.
  private ChangeResult change(Change.Put wanted) {
    boolean fromNoValue =
        plan.previous().filter(record -> record.state() != KeyState.DELETED).isEmpty();
    Change.Put next = wanted;
    while (true) {
      ChangeResult result = parts.change(next);
      if (!(result instanceof ChangeResult.Outdated(Optional<KeyRecord> present))
          || !fromNoValue
          || present.filter(record -> record.state() != KeyState.DELETED).isPresent()
          || present
              .filter(r -> r.generation().compareTo(wanted.record().generation()) >= 0)
              .isPresent()) {
        return result;
      }
      next = new Change.Put(present.map(KeyRecord::generation), wanted.record(), wanted.chores());
    }
  }

  /// Gives it up where nothing is known of what the hosts did, or still do.
  void giveUp() {
    long due = parts.nowMillis() + setup.config().limits().grace().toMillis();
    List<NewChore> cleanup = new ArrayList<>();
    for (HostId host : plan.targets()) {
      cleanup.add(new NewChore(Chore.Kind.REMOVE, key, plan.generation(), host, due));
    }
    giveUp(cleanup);
  }

  /// Writes down what is to be removed before it is tried, so that no stop in between leaves a copy
  /// that a rebuild would bring to life. What is due later is tried now as well, and again when it
  /// is due: the host may still have been writing.
  void giveUp(List<NewChore> cleanup) {
    settled = true;
    Change.GiveUp end = new Change.GiveUp(key, plan.generation(), cleanup);
    if (cleanup.isEmpty()) {
      parts.changeLater(end);
      return;
    }
    var _ = parts.change(end);
    BlobName blob = BlobName.of(key, plan.generation());
    List<HostId> removed = new ArrayList<>();
    List<CompletableFuture<HostResult>> asked = new ArrayList<>();
    for (NewChore chore : cleanup) {
      asked.add(parts.hosts().remove(chore.host(), blob, caller));
    }
    for (int index = 0; index < asked.size(); index++) {
      boolean done = asked.get(index).join().isDone();
      if (done && cleanup.get(index).dueMillis() <= parts.nowMillis()) {
        removed.add(cleanup.get(index).host());
      }
    }
    if (!removed.isEmpty()) {
      parts.changeLater(new Change.Done(key, Chore.Kind.REMOVE, plan.generation(), removed));
    }
  }

  /// Gives it up unless it has come to an end.
  @Override
  public void close() {
    if (settled) {
      return;
    }
    if (sent) {
      giveUp();
    } else {
      giveUp(List.of());
    }
  }
}

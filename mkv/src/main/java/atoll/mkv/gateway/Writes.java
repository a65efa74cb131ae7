package atoll.mkv.gateway;

import atoll.http.BodyFraming;
import atoll.http.PooledBuffer;
import atoll.http.server.BlockingExchange;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.mkv.hosts.BlobUpload;
import atoll.mkv.hosts.Caller;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.index.Change;
import atoll.mkv.index.ChangeResult;
import atoll.mkv.index.Chore;
import atoll.mkv.index.NewChore;
import atoll.mkv.key.BlobName;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.plan.BodyChecks;
import atoll.mkv.plan.Conditions;
import atoll.mkv.plan.PutOutcome;
import atoll.mkv.plan.PutPlan;
import atoll.mkv.plan.Refusal;
import atoll.mkv.record.Checksums;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import atoll.mkv.record.Sidecar;
import atoll.mkv.record.SidecarState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// PUT of keys. Runs on virtual threads. Immutable but for its parts.
final class Writes {

  private static final int PIECE = 64 * 1024;

  private final Parts parts;

  Writes(Parts parts) {
    this.parts = parts;
  }

  /// What a body turned out to be.
  private record Body(long sizeBytes, Checksums checksums, Optional<Bytes> md5) {}

  void put(BlockingExchange exchange, Key key) {
    BodyFraming framing = exchange.request().framing();
    if (framing.length() == 0) {
      throw new Parts.Refused(new Refusal.LengthRequired());
    }
    Setup setup = parts.setup().get();
    long most = setup.config().server().maxObject().bytes();
    if (framing.length() > most) {
      throw new Parts.Refused(new Refusal.TooLarge(most));
    }
    BodyChecks checks =
        switch (BodyChecks.of(exchange.request().headers())) {
          case BodyChecks.Reading.Wrong wrong -> throw new Parts.Refused(wrong.why());
          case BodyChecks.Reading.Asked asked -> asked.checks();
        };
    if (!parts.locks().tryTake(key)) {
      throw new Parts.Refused(new Refusal.BusyKey());
    }
    KeyRecord written;
    try {
      written = new Put(setup, exchange, key, checks).run();
    } finally {
      parts.locks().giveBack(key);
    }
    // Only now: whoever has the answer may change the key again at once.
    answer(exchange, written);
  }

  private static void answer(BlockingExchange exchange, KeyRecord written) {
    written
        .content()
        .checksums()
        .md5()
        .ifPresent(found -> exchange.header("Content-Md5", found.toHex()));
    exchange.status(201).header("ETag", Conditions.tag(written).format()).send();
  }

  /// One PUT. Confined to its thread.
  private final class Put {

    private final Setup setup;
    private final BlockingExchange exchange;
    private final Key key;
    private final BodyChecks checks;
    private final Caller caller;
    private final String type;
    private final boolean md5;
    private final long nowMillis = parts.nowMillis();
    private boolean plannedFromNoValue;

    Put(Setup setup, BlockingExchange exchange, Key key, BodyChecks checks) {
      this.setup = setup;
      this.exchange = exchange;
      this.key = key;
      this.checks = checks;
      this.caller = Parts.caller(exchange.exchange());
      this.type = type(exchange.exchange());
      this.md5 = setup.config().server().md5() || checks.md5().isPresent();
    }

    private static String type(Exchange exchange) {
      @Nullable String given = exchange.request().headers().first("Content-Type");
      return given == null || given.isEmpty() || given.length() > KeyRecord.Content.TYPE_CHARS
          ? KeyRecord.Content.UNKNOWN_TYPE
          : given;
    }

    KeyRecord run() {
      PutPlan.Write plan = plan();
      plannedFromNoValue =
          plan.previous().filter(record -> record.state() != KeyState.DELETED).isEmpty();
      long whole = setup.config().limits().wholeObject().bytes();
      long length = exchange.request().framing().length();
      if (length > 0 && length <= whole) {
        return putWhole(plan, (int) whole);
      }
      return putStreamed(plan, length);
    }

    private PutPlan.Write plan() {
      var placement = setup.config().placement();
      List<HostId> owners = setup.ring().owners(key.hash(), placement.replicas());
      PutPlan plan =
          PutPlan.of(
              parts.index().find(key),
              Parts.conditions(exchange.exchange()),
              setup.policy(),
              new PutPlan.Places(owners, placement.writeQuorum(), parts.health()::of),
              nowMillis,
              parts.randomness().nextLong());
      return switch (plan) {
        case PutPlan.Refuse refuse -> throw new Parts.Refused(refuse.why());
        case PutPlan.Write write -> write;
      };
    }

    /// A value that fits into memory: each host gets blob and sidecar, all at once.
    private KeyRecord putWhole(PutPlan.Write plan, int bound) {
      Hashes hashes = new Hashes(md5);
      Bytes content;
      try (PooledBuffer body = exchange.body().gather(bound)) {
        hashes.add(body.bytes());
        content = Bytes.copyOf(body.bytes());
      }
      Body body = body(hashes);
      Sidecar sidecar = sidecar(plan, body);
      List<CompletableFuture<HostResult>> asked = new ArrayList<>();
      for (HostId host : plan.targets()) {
        asked.add(parts.hosts().store(host, sidecar, content, caller));
      }
      return finish(plan, body, asked.stream().map(CompletableFuture::join).toList());
    }

    private Body body(Hashes hashes) {
      Checksums found = hashes.checksums();
      Optional<Refusal> wrong = checks.compare(found, found.md5());
      if (wrong.isPresent()) {
        throw new Parts.Refused(wrong.get());
      }
      return new Body(hashes.sizeBytes(), found, found.md5());
    }

    private Sidecar sidecar(PutPlan.Write plan, Body body) {
      return new Sidecar(
          key,
          plan.generation(),
          SidecarState.LIVE,
          body.sizeBytes(),
          body.checksums(),
          type,
          nowMillis,
          List.of());
    }

    /// A value of any size: passed on as it comes, in memory of a bounded size.
    private KeyRecord putStreamed(PutPlan.Write plan, long length) {
      BlobName blob = BlobName.of(key, plan.generation());
      List<BlobUpload> uploads = new ArrayList<>();
      for (HostId host : plan.targets()) {
        uploads.add(parts.hosts().upload(host, blob, length, caller));
      }
      var limits = setup.config().limits();
      Body body;
      List<HostResult> results;
      try (Fanout fanout =
          new Fanout(uploads, plan.quorum(), limits.responseTimeout(), parts.clock())) {
        body = pass(plan, fanout);
        results = publish(plan, sidecar(plan, body), fanout.finish(limits.idleTimeout()));
      } catch (Parts.Refused | AtollException broken) {
        cleanUp(plan);
        throw broken;
      }
      // What fails from here on may have reached the index, so nothing is cleaned up after it.
      return finish(plan, body, results);
    }

    private Body pass(PutPlan.Write plan, Fanout fanout) {
      Hashes hashes = new Hashes(md5);
      long most = setup.config().server().maxObject().bytes();
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      while (true) {
        boolean more = fill(piece);
        if (piece.position() > 0) {
          piece.flip();
          hashes.add(piece);
          if (hashes.sizeBytes() > most) {
            throw new Parts.Refused(new Refusal.TooLarge(most));
          }
          int alive = fanout.offer(piece);
          if (alive < plan.quorum()) {
            throw new Parts.Refused(new Refusal.NoQuorum(alive, plan.quorum()));
          }
          piece = ByteBuffer.allocate(PIECE);
        }
        if (!more) {
          break;
        }
      }
      if (hashes.sizeBytes() == 0) {
        throw new Parts.Refused(new Refusal.LengthRequired());
      }
      return body(hashes);
    }

    /// Fills a piece as far as the body goes.
    private boolean fill(ByteBuffer piece) {
      while (piece.hasRemaining()) {
        if (exchange.body().read(piece) < 0) {
          return false;
        }
      }
      return true;
    }

    /// Only where the blobs are enough do sidecars follow.
    private List<HostResult> publish(
        PutPlan.Write plan, Sidecar sidecar, List<HostResult> results) {
      if (results.stream().filter(HostResult::isDone).count() < plan.quorum()) {
        return results;
      }
      List<CompletableFuture<HostResult>> asked = new ArrayList<>();
      for (int index = 0; index < results.size(); index++) {
        asked.add(
            results.get(index).isDone()
                ? parts.hosts().publish(plan.targets().get(index), sidecar, caller)
                : CompletableFuture.completedFuture(results.get(index)));
      }
      return asked.stream().map(CompletableFuture::join).toList();
    }

    private KeyRecord finish(PutPlan.Write plan, Body body, List<HostResult> results) {
      KeyRecord.Content content =
          new KeyRecord.Content(
              plan.generation(), body.sizeBytes(), body.checksums(), type, nowMillis);
      PutOutcome outcome =
          PutOutcome.judge(
              plan,
              new PutOutcome.Written(key, content, setup.ring().epoch()),
              results,
              parts.nowMillis(),
              setup.config().limits().grace().toMillis());
      return switch (outcome) {
        case PutOutcome.Abort abort -> {
          cleanUp(plan, abort.cleanup());
          throw new Parts.Refused(abort.why());
        }
        case PutOutcome.Commit commit -> commit(plan, commit);
      };
    }

    private KeyRecord commit(PutPlan.Write plan, PutOutcome.Commit commit) {
      if (change(commit.change()) instanceof ChangeResult.Outdated) {
        cleanUp(plan);
        boolean conditional = !Parts.conditions(exchange.exchange()).isNone();
        throw new Parts.Refused(
            conditional ? new Refusal.PreconditionFailed() : new Refusal.BusyKey());
      }
      if (commit.shortCopies() > 0) {
        parts.counts().shortPuts.increment();
      }
      return commit.record();
    }

    /// A tombstone may have gone, or come, since it was looked for: neither is a value, so the
    /// change goes out from what is there now, as long as it stays the newer one.
    private ChangeResult change(Change.Put wanted) {
      Change.Put next = wanted;
      boolean fromNoValue = plannedFromNoValue;
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

    /// Where nothing is known of what the hosts did, or still do.
    private void cleanUp(PutPlan.Write plan) {
      long due = parts.nowMillis() + setup.config().limits().grace().toMillis();
      List<NewChore> cleanup = new ArrayList<>();
      for (HostId host : plan.targets()) {
        cleanup.add(new NewChore(Chore.Kind.REMOVE, key, plan.generation(), host, due));
      }
      cleanUp(plan, cleanup);
    }

    /// Writes down what is to be removed before it is tried, so that no stop in between leaves a
    /// copy that a rebuild would bring to life. What is due later is tried now as well, and again
    /// when it is due: the host may still have been writing.
    private void cleanUp(PutPlan.Write plan, List<NewChore> cleanup) {
      if (cleanup.isEmpty()) {
        return;
      }
      var _ = parts.change(new Change.Add(cleanup));
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
  }
}

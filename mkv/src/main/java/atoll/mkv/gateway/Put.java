package atoll.mkv.gateway;

import atoll.http.PooledBuffer;
import atoll.http.server.BlockingExchange;
import atoll.http.server.Exchange;
import atoll.kit.Bytes;
import atoll.mkv.hosts.BlobUpload;
import atoll.mkv.hosts.Caller;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.key.BlobName;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.plan.PutOutcome;
import atoll.mkv.plan.PutPlan;
import atoll.mkv.plan.Refusal;
import atoll.mkv.record.Checksums;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyRecord.Content;
import atoll.mkv.record.Sidecar;
import atoll.mkv.record.SidecarState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One PUT, from its plan to its commit. Confined to its thread.
final class Put {

  private final Parts parts;
  private final Setup setup;
  private final BlockingExchange exchange;
  private final Key key;
  private final PutHead head;
  private final Caller caller;
  private final String type;
  private final boolean md5;
  private final long nowMillis;

  /// @param key locked by whoever runs this
  Put(Parts parts, Setup setup, BlockingExchange exchange, Key key, PutHead head) {
    this.parts = parts;
    this.setup = setup;
    this.exchange = exchange;
    this.key = key;
    this.head = head;
    this.caller = Parts.caller(exchange.exchange());
    this.type = type(exchange.exchange());
    this.md5 = setup.config().server().md5() || head.checks().md5().isPresent();
    this.nowMillis = parts.nowMillis();
  }

  private static String type(Exchange exchange) {
    @Nullable String given = exchange.request().headers().first("Content-Type");
    return given == null || given.isEmpty() || given.length() > Content.TYPE_CHARS
        ? Content.UNKNOWN_TYPE
        : given;
  }

  KeyRecord run() {
    PutPlan.Write plan = plan();
    try (Write write = new Write(parts, setup, key, plan, caller)) {
      long whole = setup.config().limits().wholeObject().bytes();
      long length = exchange.request().framing().length();
      return length > 0 && length <= whole
          ? putWhole(plan, write, (int) whole)
          : putStreamed(plan, write, length);
    }
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
  private KeyRecord putWhole(PutPlan.Write plan, Write write, int bound) {
    Hashes hashes = new Hashes(md5);
    Bytes value;
    try (PooledBuffer body = exchange.body().gather(bound)) {
      hashes.add(body.bytes());
      value = Bytes.copyOf(body.bytes());
    }
    Content content = content(plan, hashes);
    Sidecar sidecar = sidecar(content);
    write.begun();
    List<CompletableFuture<HostResult>> asked = new ArrayList<>();
    for (HostId host : plan.targets()) {
      asked.add(parts.hosts().store(host, sidecar, value, caller));
    }
    return finish(plan, write, content, asked.stream().map(CompletableFuture::join).toList());
  }

  /// What has come, if it is what the head said of it.
  private Content content(PutPlan.Write plan, Hashes hashes) {
    Checksums found = hashes.checksums();
    Optional<Refusal> wrong = head.checks().compare(found, found.md5());
    if (wrong.isPresent()) {
      throw new Parts.Refused(wrong.get());
    }
    return new Content(plan.generation(), hashes.sizeBytes(), found, type, nowMillis, head.meta());
  }

  private Sidecar sidecar(Content content) {
    return new Sidecar(
        key,
        content.blob(),
        SidecarState.LIVE,
        content.sizeBytes(),
        content.checksums(),
        content.type(),
        content.createdMillis(),
        content.meta());
  }

  /// A value of any size: passed on as it comes, in memory of a bounded size.
  private KeyRecord putStreamed(PutPlan.Write plan, Write write, long length) {
    write.begun();
    BlobName blob = BlobName.of(key, plan.generation());
    List<BlobUpload> uploads = new ArrayList<>();
    for (HostId host : plan.targets()) {
      uploads.add(parts.hosts().upload(host, blob, length, caller));
    }
    var limits = setup.config().limits();
    Content content;
    List<HostResult> results;
    try (Fanout fanout =
        new Fanout(uploads, plan.quorum(), limits.responseTimeout(), parts.clock())) {
      content = pass(plan, fanout);
      results = publish(plan, sidecar(content), fanout.finish(limits.idleTimeout()));
    }
    return finish(plan, write, content, results);
  }

  private Content pass(PutPlan.Write plan, Fanout fanout) {
    Hashes hashes = new Hashes(md5);
    long most = setup.config().server().maxObject().bytes();
    while (true) {
      ByteBuffer piece = fanout.piece();
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
      }
      if (!more) {
        break;
      }
    }
    if (hashes.sizeBytes() == 0) {
      throw new Parts.Refused(new Refusal.LengthRequired());
    }
    return content(plan, hashes);
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
  private List<HostResult> publish(PutPlan.Write plan, Sidecar sidecar, List<HostResult> results) {
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

  private KeyRecord finish(
      PutPlan.Write plan, Write write, Content content, List<HostResult> results) {
    PutOutcome outcome =
        PutOutcome.judge(
            plan,
            new PutOutcome.Written(key, content, setup.ring().epoch()),
            results,
            parts.nowMillis(),
            setup.config().limits().grace().toMillis());
    return switch (outcome) {
      case PutOutcome.Abort abort -> {
        write.giveUp(abort.cleanup());
        throw new Parts.Refused(abort.why());
      }
      case PutOutcome.Commit commit -> {
        if (!write.commit(commit)) {
          boolean conditional = !Parts.conditions(exchange.exchange()).isNone();
          throw new Parts.Refused(
              conditional ? new Refusal.PreconditionFailed() : new Refusal.BusyKey());
        }
        yield commit.record();
      }
    };
  }
}

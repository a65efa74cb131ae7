package atoll.mkv.gateway;

import atoll.http.BlockingReader;
import atoll.http.client.ClientResponse;
import atoll.http.field.TraceParent;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.mkv.hosts.BlobReading;
import atoll.mkv.hosts.BlobUpload;
import atoll.mkv.hosts.Caller;
import atoll.mkv.hosts.HostCondition;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.index.Change;
import atoll.mkv.index.ChangeResult;
import atoll.mkv.index.Chore;
import atoll.mkv.index.NewChore;
import atoll.mkv.index.Writing;
import atoll.mkv.key.HostId;
import atoll.mkv.plan.ReadChoice;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import atoll.mkv.record.Sidecar;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Does the chores that the index keeps: removals, repairs, and sidecars that tell a state. Each
/// can be done again without harm, so any number of gateways may do them. Shared (a concurrent set;
/// a semaphore bounds what runs).
final class ChoreWork {

  private static final int BATCH = 256;
  private static final int AT_ONCE = 16;
  private static final int PIECE = 64 * 1024;
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 600_000;
  private static final long DOWN_MILLIS = 60_000;

  private final Parts parts;
  private final Set<Long> running = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(AT_ONCE);

  ChoreWork(Parts parts) {
    this.parts = parts;
  }

  /// Gives up what an earlier gateway left on its way; before anything new begins. Where others use
  /// the index too, it may be theirs, and is left to its time.
  void recover() {
    if (!parts.index().isShared()) {
      giveUpLost(Long.MAX_VALUE);
    }
  }

  private void giveUpLost(long dueMillis) {
    List<Writing> lost = parts.index().writings(dueMillis, BATCH);
    while (!lost.isEmpty()) {
      List<CompletableFuture<ChangeResult>> all = new ArrayList<>();
      for (Writing each : lost) {
        List<NewChore> removals = new ArrayList<>();
        for (HostId host : each.hosts()) {
          removals.add(
              new NewChore(
                  Chore.Kind.REMOVE, each.key(), each.generation(), host, parts.nowMillis()));
        }
        all.add(parts.index().change(new Change.GiveUp(each.key(), each.generation(), removals)));
      }
      all.forEach(Parts::await);
      lost = parts.index().writings(dueMillis, BATCH);
    }
  }

  void start() {
    var _ = parts.runner().repeat("mkv chores", PAUSE, this::runDue);
  }

  private void runDue() {
    giveUpLost(parts.nowMillis());
    for (Chore chore : parts.index().dueChores(parts.nowMillis(), BATCH)) {
      boolean down = parts.health().of(chore.host()) == HostCondition.DOWN;
      if (down) {
        postpone(chore, "the host is down", pause(chore, DOWN_MILLIS));
      } else if (running.add(chore.id())) {
        hand(chore);
      }
    }
  }

  private void hand(Chore chore) {
    try {
      room.acquire();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      running.remove(chore.id());
      throw new AtollException(Fault.CANCELLED, "interrupted between chores", interrupted);
    }
    boolean handed = false;
    try {
      var _ =
          parts
              .runner()
              .submit(
                  "mkv chore",
                  () -> {
                    try {
                      run(chore);
                    } finally {
                      room.release();
                      running.remove(chore.id());
                    }
                  });
      handed = true;
    } finally {
      if (!handed) {
        room.release();
        running.remove(chore.id());
      }
    }
  }

  private void run(Chore chore) {
    Caller caller = new Caller("chore-" + chore.id(), TraceParent.begin(parts.randomness()));
    Optional<KeyRecord> record = parts.index().find(chore.key());
    if (chore.kind() == Chore.Kind.REMOVE && isTombstone(chore, record) && isNeeded(chore)) {
      parts.changeLater(new Change.Postpone(chore, pause(chore, DOWN_MILLIS)));
      return;
    }
    HostResult result =
        switch (chore.kind()) {
          case REMOVE -> remove(chore, record, caller);
          case MARK -> mark(chore, record, caller);
          case REPAIR -> repair(chore, record, caller);
        };
    switch (result) {
      case HostResult.Done _ -> {
        parts.counts().choresDone.increment();
        var _ = parts.change(new Change.Finish(chore));
      }
      case HostResult.Failed failed -> {
        postpone(chore, failed.why().toString(), pause(chore, LONGEST_MILLIS));
      }
    }
  }

  /// When to try again: later each time.
  private long pause(Chore chore, long longestMillis) {
    return parts.nowMillis()
        + Math.min(longestMillis, FIRST_MILLIS << Math.min(chore.attempts(), 20));
  }

  private void postpone(Chore chore, String why, long dueMillis) {
    parts.counts().choresFailed.increment();
    String what = chore.kind().name().toLowerCase(Locale.ROOT);
    parts
        .events()
        .report(new GatewayEvent.ChorePostponed(what, chore.host(), chore.attempts() + 1, why));
    parts.changeLater(new Change.Postpone(chore, dueMillis));
  }

  /// Whether the index says that this copy is one of the key's.
  private static boolean isCopy(Chore chore, Optional<KeyRecord> record) {
    return record
        .filter(found -> found.state() != KeyState.DELETED)
        .filter(found -> found.content().blob().equals(chore.blob()))
        .filter(found -> found.hosts().contains(chore.host()))
        .isPresent();
  }

  private HostResult remove(Chore chore, Optional<KeyRecord> record, Caller caller) {
    return isCopy(chore, record)
        ? HostResult.done()
        : parts.hosts().remove(chore.host(), chore.blobName(), caller).join();
  }

  /// Whether it is about the tombstone that stands for the key now.
  private static boolean isTombstone(Chore chore, Optional<KeyRecord> record) {
    return record
        .filter(found -> found.state() == KeyState.DELETED)
        .filter(found -> found.generation().equals(chore.blob()))
        .isPresent();
  }

  /// A tombstone stays as long as anything but the removal of tombstones is still to be done.
  private boolean isNeeded(Chore tombstone) {
    return parts.index().choresOf(tombstone.key()).stream()
        .anyMatch(
            other -> other.kind() != Chore.Kind.REMOVE || !other.blob().equals(tombstone.blob()));
  }

  private HostResult mark(Chore chore, Optional<KeyRecord> record, Caller caller) {
    return isCopy(chore, record) || isTombstone(chore, record)
        ? parts.hosts().publish(chore.host(), Sidecar.of(record.orElseThrow()), caller).join()
        : HostResult.done();
  }

  private HostResult repair(Chore chore, Optional<KeyRecord> found, Caller caller) {
    boolean wanted =
        found
            .filter(record -> record.state() != KeyState.DELETED)
            .filter(record -> record.content().blob().equals(chore.blob()))
            .filter(record -> !record.hosts().contains(chore.host()))
            .isPresent();
    if (!wanted) {
      // An attempt whose answer was lost may have left a copy.
      return chore.attempts() > 0 ? remove(chore, found, caller) : HostResult.done();
    }
    KeyRecord record = found.orElseThrow();
    HostResult copied = copy(record, chore.host(), caller);
    if (!copied.isDone()) {
      return copied;
    }
    HostResult published = parts.hosts().publish(chore.host(), Sidecar.of(record), caller).join();
    return published.isDone() ? enlist(record, chore.host()) : published;
  }

  /// Copies from the first host that has the right bytes.
  private HostResult copy(KeyRecord record, HostId to, Caller caller) {
    HostResult last = HostResult.failed(new HostFailure.NotFound());
    List<HostId> sources = ReadChoice.of(record.hosts(), parts.health()::of, 0);
    for (HostId from : sources) {
      BlobReading reading =
          parts.hosts().read(from, record.blobName(), Optional.empty(), caller).join();
      switch (reading) {
        case BlobReading.Failed failed -> last = HostResult.failed(failed.why());
        case BlobReading.Begun begun -> {
          last = pass(record, begun.response(), to, caller);
          if (last.isDone()) {
            return last;
          }
        }
      }
    }
    return last;
  }

  private HostResult pass(KeyRecord record, ClientResponse response, HostId to, Caller caller) {
    long size = record.content().sizeBytes();
    Hashes hashes = new Hashes(false);
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    try (response;
        BlobUpload upload = parts.hosts().upload(to, record.blobName(), size, caller)) {
      BlockingReader in = new BlockingReader(response.body());
      while (in.read(piece) >= 0) {
        piece.flip();
        hashes.add(piece);
        Optional<HostFailure> failure = upload.write(piece);
        if (failure.isPresent()) {
          return HostResult.failed(failure.get());
        }
        piece.clear();
      }
      if (hashes.sizeBytes() != size) {
        return HostResult.failed(new HostFailure.ShortBody(size, hashes.sizeBytes()));
      }
      // Before the end of the upload, so that wrong bytes never become a blob.
      if (!hashes.checksums().sha256().equals(record.content().checksums().sha256())) {
        return HostResult.failed(new HostFailure.ChecksumMismatch());
      }
      return upload.finish();
    } catch (AtollException broken) {
      return HostResult.failed(HostFailure.ofBody(broken));
    }
  }

  /// Puts the new copy into the record, in the order of the ring.
  private HostResult enlist(KeyRecord record, HostId added) {
    List<HostId> hosts = new ArrayList<>(record.hosts());
    hosts.add(added);
    List<HostId> order = parts.setup().get().ring().owners(record.key().hash(), Integer.MAX_VALUE);
    hosts.sort((one, other) -> Integer.compare(place(order, one), place(order, other)));
    ChangeResult result =
        parts.change(new Change.Put(Optional.of(record.generation()), record.on(hosts), List.of()));
    return result instanceof ChangeResult.Applied
        ? HostResult.done()
        : HostResult.failed(new HostFailure.Cancelled());
  }

  private static int place(List<HostId> order, HostId host) {
    int at = order.indexOf(host);
    return at < 0 ? Integer.MAX_VALUE : at;
  }
}

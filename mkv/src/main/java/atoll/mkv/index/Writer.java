package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.mkv.record.KeyRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one writer of an index: a thread that owns a connection. It takes what waits, writes it in
/// one transaction and then tells everybody. A change that fails fails alone: the transaction is
/// then written anew, each change behind a savepoint of its own.
///
/// Shared (a queue; the connection is confined to the thread).
final class Writer implements AutoCloseable {

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration BREATH = Duration.ofMillis(200);
  private static final int ATTEMPTS = 5;
  private static final Duration CLOSING = Duration.ofSeconds(60);

  /// Opens the writer's connection, again after it broke.
  interface Opener {
    SqlWrites open() throws SQLException;
  }

  /// What is done on the writer's thread besides. A failure costs nothing but the time until the
  /// next try.
  interface Pauses {

    Pauses NONE = new Pauses() {};

    /// Between two commits, from time to time.
    default void breath() throws SQLException {}

    /// When nothing has come for a while.
    default void idle() throws SQLException {}
  }

  /// A piece of work with the one who waits for it. Equal to itself alone.
  private static final class Waiting {
    final Work work;
    final CompletableFuture<ChangeResult> told = new CompletableFuture<>();
    @Nullable ChangeResult result;

    Waiting(Work work) {
      this.work = work;
    }
  }

  private sealed interface Work {
    record Of(Change change) implements Work {}

    record Load(List<KeyRecord> records) implements Work {}

    /// Nothing: wakes the writer at the end.
    record Nothing() implements Work {}

    /// The key whose row it locks; empty if it locks none.
    default Bytes key() {
      return switch (this) {
        case Of(Change.Put put) -> put.record().key().bytes();
        case Of(Change.Remove remove) -> remove.key().bytes();
        case Of(Change.Finish finish) -> finish.chore().key().bytes();
        case Of(Change.Done done) -> done.key().bytes();
        case Of(Change.Postpone postpone) -> postpone.chore().key().bytes();
        case Of(Change.Begin begin) -> begin.writing().key().bytes();
        case Of(Change.GiveUp giveUp) -> giveUp.key().bytes();
        case Of(Change.Add _), Of(Change.Note _), Load _, Nothing _ -> Bytes.EMPTY;
      };
    }
  }

  private final SqlDialect dialect;
  private final Opener opener;
  private final IndexLimits limits;
  private final Clock clock;
  private final IndexCounts counts;
  private final Pauses pauses;
  private final ArrayBlockingQueue<Waiting> queue;
  private final AtomicLong commits = new AtomicLong();

  /// Guards that nothing is queued once it is closed.
  private final ReentrantLock admission = new ReentrantLock();

  private boolean closed;
  private volatile boolean ending;
  private final Thread thread;

  /// Confined to the thread.
  private @Nullable SqlWrites connection;

  /// Confined to the thread.
  private long lastBreath;

  /// @param first the connection to begin with
  Writer(
      SqlDialect dialect,
      SqlWrites first,
      Opener opener,
      IndexLimits limits,
      Clock clock,
      IndexCounts counts,
      Pauses pauses) {
    this.dialect = dialect;
    this.connection = first;
    this.opener = opener;
    this.limits = limits;
    this.clock = clock;
    this.counts = counts;
    this.pauses = pauses;
    this.queue = new ArrayBlockingQueue<>(limits.queueCount());
    this.lastBreath = clock.nanos();
    this.thread = Thread.ofPlatform().name("mkv-index-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Grows with every commit.
  long commits() {
    return commits.get();
  }

  int queued() {
    return queue.size();
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  CompletableFuture<ChangeResult> submit(Change change) {
    return submit(new Work.Of(change));
  }

  /// Loads records in one transaction of their own and waits for it.
  void load(List<KeyRecord> records) {
    try {
      var _ = submit(new Work.Load(records)).get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, "interrupted while loading records", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AtollException why) {
        throw new AtollException(why.fault(), String.valueOf(why.getMessage()), why);
      }
      throw new AtollException(Fault.BUG, "records could not be loaded", failed);
    }
  }

  private CompletableFuture<ChangeResult> submit(Work work) {
    Waiting waiting = new Waiting(work);
    admission.lock();
    try {
      if (closed) {
        waiting.told.completeExceptionally(
            new AtollException(Fault.CLOSED, "the index was closed"));
      } else if (!queue.offer(waiting)) {
        waiting.told.completeExceptionally(
            new AtollException(
                Fault.BUSY, limits.queueCount() + " changes wait for the index already"));
      }
    } finally {
      admission.unlock();
    }
    return waiting.told;
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>();
    try {
      while (true) {
        Waiting first = queue.poll(ending ? 0 : IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          gather(batch);
          writeInTurn(batch);
          batch.clear();
          breathe();
        } else if (ending) {
          return;
        } else {
          pause(pauses::idle);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private interface Pause {
    void run() throws SQLException;
  }

  private void breathe() {
    long now = clock.nanos();
    if (now - lastBreath >= BREATH.toNanos()) {
      lastBreath = now;
      pause(pauses::breath);
    }
  }

  private void pause(Pause pause) {
    try {
      pause.run();
    } catch (SQLException later) {
      counts.pauseFailed();
    }
  }

  private void gather(List<Waiting> batch) throws InterruptedException {
    queue.drainTo(batch, limits.commitRows() - batch.size());
    long end = clock.nanos() + limits.commitWait().toNanos();
    while (batch.size() < limits.commitRows() && !limits.commitWait().isZero()) {
      long left = end - clock.nanos();
      Waiting next = left <= 0 ? null : queue.poll(left, TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
    }
  }

  /// That a value begins its way is written first and need not outlive the machine, but only this
  /// process: nobody is told of it, and whoever waits for it waits for no sync of the disk.
  private void writeInTurn(List<Waiting> batch) {
    List<Waiting> begins = new ArrayList<>();
    if (dialect.hasLazyTransactions()) {
      for (Waiting each : batch) {
        if (each.work instanceof Work.Of(Change.Begin _)) {
          begins.add(each);
        }
      }
      batch.removeAll(begins);
    }
    if (!begins.isEmpty()) {
      write(begins, true);
    }
    if (!batch.isEmpty()) {
      write(batch, false);
    }
  }

  private void write(List<Waiting> batch, boolean lazy) {
    long begin = clock.nanos();
    // All writers of a shared database lock rows in one order, so that none waits for another in a
    // circle. The order of changes to one key stays.
    batch.sort(Comparator.comparing(waiting -> waiting.work.key()));
    try {
      if (!writeTogether(batch, lazy)) {
        writeApart(batch, lazy);
      }
    } catch (SQLException failed) {
      abandon(batch, dialect.fault("write to the index", failed));
      return;
    } catch (RuntimeException | Error bug) {
      abandon(batch, new AtollException(Fault.BUG, "the index's writer failed: " + bug, bug));
      return;
    }
    commits.incrementAndGet();
    counts.committed(batch.size(), clock.nanos() - begin);
    for (Waiting each : batch) {
      ChangeResult result = each.result;
      if (result != null) {
        each.told.complete(result);
      }
    }
  }

  private void abandon(List<Waiting> batch, AtollException why) {
    disconnect();
    batch.forEach(each -> each.told.completeExceptionally(why));
  }

  private SqlWrites connected() throws SQLException {
    SqlWrites open = connection;
    if (open == null) {
      open = opener.open();
      connection = open;
    }
    return open;
  }

  /// All of them or none; once more where another writer was in the way.
  ///
  /// @return whether they were written; false if one of them failed and nothing was written
  private boolean writeTogether(List<Waiting> batch, boolean lazy) throws SQLException {
    SqlWrites writes = connected();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      dialect.begin(writes.connection(), lazy);
      try {
        for (Waiting each : batch) {
          each.result = apply(writes, each.work);
        }
        dialect.commit(writes.connection());
        return true;
      } catch (SQLException failed) {
        dialect.rollback(writes.connection());
        if (dialect.fault("write", failed).fault() != Fault.BUSY) {
          return false;
        }
      } catch (RuntimeException bug) {
        dialect.rollback(writes.connection());
        return false;
      }
    }
    return false;
  }

  /// Each for itself: what fails is told so and leaves no trace.
  private void writeApart(List<Waiting> batch, boolean lazy) throws SQLException {
    SqlWrites writes = connected();
    Connection raw = writes.connection();
    dialect.begin(raw, lazy);
    try {
      for (Waiting each : batch) {
        each.result = null;
        execute(raw, "SAVEPOINT one");
        try {
          each.result = apply(writes, each.work);
          execute(raw, "RELEASE SAVEPOINT one");
        } catch (SQLException failed) {
          execute(raw, "ROLLBACK TO SAVEPOINT one");
          each.told.completeExceptionally(dialect.fault("write a change to the index", failed));
        } catch (RuntimeException bug) {
          execute(raw, "ROLLBACK TO SAVEPOINT one");
          each.told.completeExceptionally(
              new AtollException(Fault.BUG, "a change could not be written: " + bug, bug));
        }
      }
    } catch (SQLException | RuntimeException failed) {
      dialect.rollback(raw);
      throw failed;
    }
    dialect.commit(raw);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static ChangeResult apply(SqlWrites writes, Work work) throws SQLException {
    return switch (work) {
      case Work.Of of -> writes.apply(of.change());
      case Work.Load load -> {
        writes.load(load.records());
        yield new ChangeResult.Applied();
      }
      case Work.Nothing _ -> new ChangeResult.Applied();
    };
  }

  private void disconnect() {
    SqlWrites open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException broken) {
        counts.closeFailed();
      }
    }
  }

  /// Takes no more, writes what waits, ends.
  @Override
  public void close() {
    admission.lock();
    try {
      closed = true;
    } finally {
      admission.unlock();
    }
    ending = true;
    // A full queue wakes the writer too.
    var _ = queue.offer(new Waiting(new Work.Nothing()));
    boolean interrupted = false;
    long end = clock.nanos() + CLOSING.toNanos();
    while (thread.isAlive() && clock.nanos() < end) {
      try {
        thread.join(CLOSING);
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

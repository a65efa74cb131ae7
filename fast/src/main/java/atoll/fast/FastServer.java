package atoll.fast;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.run.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The answering end: listens, and answers requests with its procedures until it is closed.
///
/// Shared (guarded by its lock, which is never held across a wait).
public final class FastServer implements AutoCloseable {

  private static final int MAX_CONNECTION_ID = 1 << 30;
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILED_ACCEPT = Duration.ofMillis(100);

  private final Seams seams;
  private final FastLimits limits;
  private final Procedures procedures;
  private final Listener listener;
  private final ServerCounts counts;
  private final Signal emptied;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, ServerConnection> connections = new TreeMap<>();
  private int lastId;
  private boolean listening = true;
  private boolean closed;

  private FastServer(
      Seams seams,
      FastLimits limits,
      Procedures procedures,
      Listener listener,
      FastMetrics metrics) {
    this.seams = seams;
    this.limits = limits;
    this.procedures = procedures;
    this.listener = listener;
    this.counts = new ServerCounts(metrics);
    this.emptied = seams.runner().signal();
  }

  /// Begins to listen; port 0 takes a free one, which [#local] names.
  ///
  /// @throws AtollException as [atoll.kit.net.Net#listen]
  public static FastServer start(
      Seams seams, Endpoint at, Procedures procedures, FastLimits limits) {
    return start(seams, at, procedures, limits, FastMetrics.unseen());
  }

  /// As the other one, counting where somebody looks.
  public static FastServer start(
      Seams seams, Endpoint at, Procedures procedures, FastLimits limits, FastMetrics metrics) {
    Listener listener = seams.net().listen(at);
    FastServer server = new FastServer(seams, limits, procedures, listener, metrics);
    seams.events().report(new FastEvent.Listening(listener.local()));
    var _ = seams.runner().submit("fast listener at " + listener.local(), server::accept);
    return server;
  }

  public Endpoint local() {
    return listener.local();
  }

  public ServerStats stats() {
    lock.lock();
    try {
      return counts.stats(connections.size());
    } finally {
      lock.unlock();
    }
  }

  /// A connection that is open, with the requests in flight on it.
  public record Peer(int id, Endpoint remote, List<Request> requests) {}

  /// A request in flight.
  ///
  /// @param age since it was read
  public record Request(int id, String method, Duration age) {}

  /// Who is connected, and with what.
  public List<Peer> peers() {
    long now = seams.clock().nanos();
    return open().stream()
        .map(connection ->
            new Peer(
                connection.id(),
                connection.remote(),
                connection.invocations().stream()
                    .map(one ->
                        new Request(
                            one.id().value(),
                            one.method(),
                            Duration.ofNanos(now - one.startedNanos())))
                    .toList()))
        .toList();
  }

  Seams seams() {
    return seams;
  }

  FastLimits limits() {
    return limits;
  }

  Procedures procedures() {
    return procedures;
  }

  ServerCounts counts() {
    return counts;
  }

  private void accept() {
    while (true) {
      try {
        add(listener.accept(Deadline.after(seams.clock(), LOOK_AGAIN)));
      } catch (AtollException e) {
        if (!isListening() || e.fault() == Fault.CLOSED || e.fault() == Fault.CANCELLED) {
          return;
        }
        if (e.fault() != Fault.TIMEOUT) {
          seams.events().report(new FastEvent.AcceptFailed(local(), e));
          seams.runner().pause(AFTER_FAILED_ACCEPT);
        }
      }
    }
  }

  private void add(Connection connection) {
    ServerConnection added;
    boolean full;
    lock.lock();
    try {
      full = connections.size() >= limits.connectionCount();
      if (full || !listening) {
        added = null;
      } else {
        added = new ServerConnection(this, nextId(), connection);
        connections.put(added.id(), added);
      }
    } finally {
      lock.unlock();
    }
    if (added == null) {
      connection.close();
      if (full) {
        seams
            .events()
            .report(
                new FastEvent.TooManyConnections(connection.remote(), limits.connectionCount()));
      }
      return;
    }
    counts.connected();
    try {
      var _ = seams.runner().submit("fast reader of " + connection.remote(), added::read);
    } catch (AtollException e) {
      added.breakOff(e);
    }
  }

  private int nextId() {
    do {
      lastId = lastId == MAX_CONNECTION_ID ? 1 : lastId + 1;
    } while (connections.containsKey(lastId));
    return lastId;
  }

  void forget(ServerConnection connection) {
    boolean last;
    lock.lock();
    try {
      connections.remove(connection.id());
      last = connections.isEmpty();
    } finally {
      lock.unlock();
    }
    if (last) {
      emptied.raise();
    }
  }

  /// Runs a procedure, and makes an answer of whatever it throws.
  void answer(Procedure procedure, Invocation invocation) {
    try {
      try {
        procedure.answer(invocation);
        if (!invocation.hasEnded()) {
          invocation.end();
        }
      } catch (AtollException e) {
        if (invocation.hasEnded()) {
          throw e;
        }
        invocation.fail(e);
      } catch (RuntimeException | Error e) {
        seams.events().report(new FastEvent.ProcedureFailed(invocation.method(), e));
        if (!invocation.hasEnded()) {
          invocation.failAsBug();
        }
      }
    } catch (AtollException gone) {
      // Where the answer could not be sent, the connection has reported why.
      if (!invocation.isGone()) {
        seams.events().report(new FastEvent.ProcedureFailed(invocation.method(), gone));
      }
    }
  }

  private boolean isListening() {
    lock.lock();
    try {
      return listening;
    } finally {
      lock.unlock();
    }
  }

  private List<ServerConnection> open() {
    lock.lock();
    try {
      return List.copyOf(connections.values());
    } finally {
      lock.unlock();
    }
  }

  /// Listens no more, and leaves the connections there are to their clients.
  public void stopListening() {
    lock.lock();
    try {
      listening = false;
    } finally {
      lock.unlock();
    }
    listener.close();
  }

  /// Listens no more, answers what is in flight, refuses what still comes, and closes.
  ///
  /// @return whether all was answered before the deadline; what was not has been cut off
  public boolean stop(Deadline deadline) {
    stopListening();
    open().forEach(ServerConnection::drain);
    boolean answered = awaitNoConnections(deadline);
    close();
    return answered;
  }

  /// Waits until no client is connected. For one waiter at a time.
  ///
  /// @return whether that was before the deadline
  public boolean awaitNoConnections(Deadline deadline) {
    while (!open().isEmpty()) {
      if (!emptied.await(deadline)) {
        return open().isEmpty();
      }
    }
    return true;
  }

  /// Listens no more, closes all connections and cancels the procedures that run for them.
  @Override
  public void close() {
    stopListening();
    AtollException closing = new AtollException(Fault.CLOSED, "the server closes");
    open().forEach(connection -> connection.breakOff(closing));
    boolean first;
    lock.lock();
    try {
      first = !closed;
      closed = true;
    } finally {
      lock.unlock();
    }
    if (first) {
      seams.events().report(new FastEvent.Stopped(local()));
    }
  }
}

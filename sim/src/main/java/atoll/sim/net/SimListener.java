package atoll.sim.net;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.sim.run.Gate;
import java.util.ArrayDeque;
import java.util.Deque;

/// An open port of a simulated host. Confined to the simulation.
final class SimListener implements Listener {

  /// How many connections may wait to be accepted; further dials are not answered meanwhile.
  private static final int BACKLOG = 128;

  private final SimNet net;
  private final Host host;
  private final Endpoint local;
  private final Gate arrivals;
  private final Deque<SimConnection> backlog = new ArrayDeque<>();
  private boolean closed;

  SimListener(SimNet net, Host host, Endpoint local) {
    this.net = net;
    this.host = host;
    this.local = local;
    this.arrivals = net.world().gate("a connection to " + local);
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Connection accept(Deadline deadline) {
    net.world().checkGoesOn();
    while (true) {
      if (closed) {
        throw new AtollException(Fault.CLOSED, "accept at " + local + ": the listener was closed");
      }
      SimConnection next = backlog.poll();
      if (next != null) {
        return next;
      }
      if (!arrivals.await(deadline) && backlog.isEmpty() && !closed) {
        throw new AtollException(Fault.TIMEOUT, "accept at " + local + ": nobody came in time");
      }
    }
  }

  boolean isFull() {
    return backlog.size() >= BACKLOG;
  }

  void arrive(SimConnection connection) {
    backlog.add(connection);
    arrivals.wakeOne();
  }

  /// Ends without a word to anybody: the host went down.
  void vanish() {
    closed = true;
    host.remove(this);
    backlog.clear();
    arrivals.wakeAll();
  }

  @Override
  public void close() {
    if (closed || !net.world().mayAct()) {
      return;
    }
    closed = true;
    host.remove(this);
    backlog.forEach(SimConnection::abort);
    backlog.clear();
    arrivals.wakeAll();
  }
}

package atoll.sim.net;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.net.Net;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One host: its listeners, its connections, and the network as it sees it. Confined to the
/// simulation.
final class Host implements Net {

  private static final int FIRST_FREE_PORT = 32_768;
  private static final Set<String> SELF = Set.of("localhost", "127.0.0.1", "::1");
  private static final Set<String> ANY = Set.of("0.0.0.0", "::");

  private final SimNet net;
  private final String name;
  private final Map<Integer, SimListener> listeners = new HashMap<>();
  private final Set<SimConnection> connections = new LinkedHashSet<>();
  private boolean up = true;
  private int nextPort = FIRST_FREE_PORT;

  Host(SimNet net, String name) {
    this.net = net;
    this.name = name;
  }

  @Override
  public Connection dial(Endpoint to, Deadline deadline) {
    net.world().checkGoesOn();
    String target = SELF.contains(to.host()) ? name : to.host();
    if (!net.exists(target)) {
      throw new AtollException(Fault.UNREACHABLE, "dial " + to + ": no host has this name");
    }
    return new Dialling(net, this, net.known(target), to.port()).dial(deadline);
  }

  @Override
  public Listener listen(Endpoint at) {
    net.world().checkGoesOn();
    if (!at.host().equals(name) && !SELF.contains(at.host()) && !ANY.contains(at.host())) {
      throw new AtollException(
          Fault.DENIED, "listen " + at + ": this address is not one of host " + name);
    }
    int port = at.port() == 0 ? freePort() : at.port();
    if (listeners.containsKey(port)) {
      throw new AtollException(Fault.CONFLICT, "listen " + at + ": the port is taken");
    }
    SimListener listener = new SimListener(net, this, new Endpoint(name, port));
    listeners.put(port, listener);
    return listener;
  }

  /// A port that nobody listens on; counts upwards and begins again.
  int freePort() {
    int port;
    do {
      port = nextPort;
      nextPort = nextPort == 65_535 ? FIRST_FREE_PORT : nextPort + 1;
    } while (listeners.containsKey(port));
    return port;
  }

  String name() {
    return name;
  }

  boolean isUp() {
    return up;
  }

  @Nullable SimListener listenerAt(int port) {
    return listeners.get(port);
  }

  void remove(SimListener listener) {
    listeners.remove(listener.local().port(), listener);
  }

  void add(SimConnection connection) {
    connections.add(connection);
  }

  void remove(SimConnection connection) {
    connections.remove(connection);
  }

  List<SimConnection> connections() {
    return List.copyOf(connections);
  }

  void endProcess() {
    connections().forEach(SimConnection::abort);
    List.copyOf(listeners.values()).forEach(SimListener::close);
  }

  void down() {
    up = false;
    connections().forEach(SimConnection::vanish);
    List.copyOf(listeners.values()).forEach(SimListener::vanish);
  }

  void up() {
    up = true;
  }
}

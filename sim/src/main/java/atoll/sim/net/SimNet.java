package atoll.sim.net;

import atoll.kit.Check;
import atoll.kit.Deadline;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.net.Net;
import atoll.sim.SeededRandomness;
import atoll.sim.run.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A simulated network of named hosts. Each host's view of it is a [Net]:
///
/// ```java
/// var net = new SimNet(world);
/// Listener door = net.host("server").listen(new Endpoint("server", 80));
/// Connection call = net.host("client").dial(new Endpoint("server", 80), deadline);
/// net.partition("client", "server");
/// ```
///
/// The network itself is the [Net] of a host called `localhost`. Faults come from the seed through
/// each way's [LinkTemper] and through [NetTrouble], or from explicit calls.
///
/// - A **cut** way delivers nothing; what is under way arrives after it is healed, as TCP sends
///   again. Dials across it hang.
/// - A host that is **down** is silent: its peers' writes fill their window, their reads hang. Once
///   it is up again, whatever reaches one of its old connections is answered with a reset.
/// - A **reset** connection answers `UNREACHABLE`; what had arrived but was not read is lost or
///   not, by the seed.
///
/// Confined to work of its simulation.
public final class SimNet implements Net {

  private final World world;
  private final SeededRandomness chance;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Map<Way, LinkTemper> tempers = new HashMap<>();
  private final Set<Way> cut = new HashSet<>();
  private final Set<Pipe> pipes = new LinkedHashSet<>();
  private LinkTemper usual;
  private int connections;

  /// A direction between two hosts.
  private record Way(String from, String to) {}

  /// A calm network.
  public SimNet(World world) {
    this(world, LinkTemper.CALM);
  }

  public SimNet(World world, LinkTemper usual) {
    this.world = world;
    this.usual = usual;
    this.chance = world.randomness("net");
  }

  // ---- the seam ----

  /// The network as that host sees it; a host comes into being when it is first named.
  public Net host(String name) {
    return known(name);
  }

  @Override
  public Connection dial(Endpoint to, Deadline deadline) {
    return host("localhost").dial(to, deadline);
  }

  @Override
  public Listener listen(Endpoint at) {
    return host("localhost").listen(at);
  }

  // ---- how ways behave ----

  /// How every way behaves that was not given a temper of its own.
  public void temper(LinkTemper temper) {
    usual = temper;
  }

  /// How the ways between two hosts behave, both directions.
  public void temper(String one, String other, LinkTemper temper) {
    tempers.put(new Way(one, other), temper);
    tempers.put(new Way(other, one), temper);
  }

  // ---- faults ----

  /// Cuts one direction.
  public void cut(String from, String to) {
    world.note("cut " + from + "→" + to);
    cut.add(new Way(from, to));
  }

  /// Cuts both directions between two hosts.
  public void partition(String one, String other) {
    cut(one, other);
    cut(other, one);
  }

  /// Cuts a host off from all others that are known by now.
  public void isolate(String host) {
    hosts.keySet().stream()
        .filter(other -> !other.equals(host))
        .forEach(other -> partition(host, other));
  }

  /// Mends both directions between two hosts.
  public void heal(String one, String other) {
    world.note("heal " + one + "↔" + other);
    cut.remove(new Way(one, other));
    cut.remove(new Way(other, one));
    resume();
  }

  /// Mends every way. Hosts that are down stay down.
  public void healAll() {
    world.note("heal all");
    cut.clear();
    resume();
  }

  /// Breaks every connection between two hosts; both ends learn of it at once.
  public void reset(String one, String other) {
    world.note("reset " + one + "↔" + other);
    for (SimConnection connection : known(one).connections()) {
      if (connection.peerHost().equals(other)) {
        connection.breakBoth();
      }
    }
  }

  /// Ends the process on a host while the machine lives on: its listeners close, its peers get a
  /// reset. For `world.crash(runner)` without a loss of power.
  public void endProcess(String host) {
    world.note("end process " + host);
    known(host).endProcess();
  }

  /// Silences a host, as a loss of power does. Whoever simulates that crashes its work as well:
  /// `world.crash(runner); net.down("node");`
  public void down(String host) {
    world.note("down " + host);
    known(host).down();
  }

  /// Brings a host back, without its former connections and listeners.
  public void up(String host) {
    world.note("up " + host);
    known(host).up();
    resume();
  }

  // ---- what a test may ask ----

  /// How many connections of a host are neither closed nor broken.
  public int openConnections(String host) {
    return known(host).connections().size();
  }

  /// The names of all hosts, in the order in which they came.
  public List<String> hosts() {
    return List.copyOf(hosts.keySet());
  }

  // ---- for the parts ----

  World world() {
    return world;
  }

  Host known(String name) {
    return hosts.computeIfAbsent(name, fresh -> new Host(this, fresh));
  }

  boolean exists(String name) {
    return hosts.containsKey(name);
  }

  LinkTemper temperOf(String from, String to) {
    return tempers.getOrDefault(new Way(from, to), usual);
  }

  boolean isCut(String from, String to) {
    return cut.contains(new Way(from, to)) || !known(from).isUp() || !known(to).isUp();
  }

  /// Chance of its own for each connection, so that they do not shift each other's draws.
  SeededRandomness chanceOfConnection() {
    return chance.stream("connection", ++connections);
  }

  void add(Pipe pipe) {
    pipes.add(pipe);
  }

  void remove(Pipe pipe) {
    pipes.remove(pipe);
  }

  private void resume() {
    Check.that(world.mayAct(), "a crashed node mends nothing");
    List.copyOf(pipes).forEach(Pipe::resume);
  }
}

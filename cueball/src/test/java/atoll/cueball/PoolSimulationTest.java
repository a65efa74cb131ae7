package atoll.cueball;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cueball.tcp.TcpConnector;
import atoll.cueball.tcp.TcpStream;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.run.Task;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import atoll.sim.net.LinkTemper;
import atoll.sim.net.NetTrouble;
import atoll.sim.net.SimNet;
import atoll.sim.run.Simulation;
import atoll.sim.run.SimulationLimits;
import atoll.sim.run.World;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Backends come and go, dials hang or are refused, ways are cut, connections break, claims are
/// lost or closed as broken. What a pool promises holds after every step, and once the trouble is
/// over everything is where it should be.
@Tag("simulation")
class PoolSimulationTest {

  private static final int BACKENDS = 5;
  private static final int CLIENTS = 8;
  private static final int PORT = 2020;
  private static final Duration PATIENCE = Duration.ofMillis(2);
  private static final Duration TROUBLE = Duration.ofMinutes(3);

  @Test
  void whatThePoolPromisesHolds() {
    Seeds.check(60, seed -> Simulation.run(seed, world -> new Play(world).run()));
  }

  /// Work is held up at random, so that a connection lies idle while the claim that was woken for
  /// it does not get on.
  @Test
  void fewOvertakeWhoHasWaitedLongerThanThePatience() {
    SimulationLimits limits = SimulationLimits.USUAL.withStalls(0.3, Duration.ofMillis(20));
    Seeds.check(
        40, seed -> Simulation.run(seed, limits, PoolSimulationTest::claimTheOnlyConnection));
  }

  private static void claimTheOnlyConnection(World world) {
    ScriptedResolver resolver = new ScriptedResolver();
    Pool<FakeConnector.Line> pool =
        Pool.start(
            "one",
            new PoolSeams(
                world.clock(),
                world.runner(),
                world.randomness("pool"),
                world.events(),
                new PoolMetrics(new Registry())),
            PoolLimits.USUAL.withConnections(1),
            resolver,
            new FakeConnector(world.runner(), Duration.ofMillis(3)));
    resolver.say(PoolStage.A);
    Queue queue = new Queue(1);
    SeededRandomness chance = world.randomness("users");
    List<Task> users = new ArrayList<>();
    for (int number = 0; number < CLIENTS; number++) {
      int mine = number;
      users.add(
          world
              .runner()
              .submit(
                  "user " + number,
                  () -> {
                    for (int turn = 0; turn < 50; turn++) {
                      queue.enter(mine, world.clock().nanos());
                      try (var _ = pool.claim()) {
                        queue.leaveServed(mine);
                        world.pause(Duration.ofNanos(1 + chance.nextLong(3_000_000)));
                      }
                      world.pause(Duration.ofNanos(1 + chance.nextLong(3_000_000)));
                    }
                  }));
    }
    users.forEach(user -> assertThat(user.await(world.in(TROUBLE))).isTrue());
    assertThat(pool.statistics().granted()).isEqualTo(CLIENTS * 50);
    pool.close();
  }

  /// Who waits for a claim. Confined to its simulation.
  private static final class Queue {

    /// How often one that has waited too long may still be overtaken.
    private final int most;

    final Map<Integer, Long> waiting = new LinkedHashMap<>();
    private final Map<Integer, Integer> overtaken = new HashMap<>();

    Queue(int places) {
      this.most = Granting.CLAIMS_A_LOOK * places;
    }

    void enter(int user, long now) {
      waiting.put(user, now);
      overtaken.put(user, 0);
    }

    void leaveServed(int user) {
      long since = Objects.requireNonNull(waiting.remove(user));
      waiting.forEach((other, otherSince) -> {
        if (since - otherSince > PATIENCE.toNanos()) {
          assertThat(overtaken.merge(other, 1, Integer::sum))
              .as("user " + user + " overtakes user " + other)
              .isLessThanOrEqualTo(most);
        }
      });
    }
  }

  /// One run. Confined to its simulation.
  private static final class Play {

    private final World world;
    private final SimNet net;
    private final SeededRandomness chance;
    private final int places;
    private final ScriptedResolver resolver = new ScriptedResolver();
    private final List<Backend> backends = new ArrayList<>();
    private final Map<TcpStream, Claim<TcpStream>> out = new HashMap<>();
    private final Queue queue;
    private final Pool<TcpStream> pool;
    private boolean over;
    private int granted;

    Play(World world) {
      this.world = world;
      this.net = new SimNet(world, LinkTemper.ROUGH);
      this.chance = world.randomness("play");
      this.places = 1 + chance.nextInt(8);
      this.queue = new Queue(places);
      this.pool =
          Pool.start(
              "sim",
              new PoolSeams(
                  world.clock(),
                  world.runner(),
                  world.randomness("pool"),
                  world.events(),
                  new PoolMetrics(new Registry())),
              limits(),
              resolver,
              new TcpConnector(net.host("client"), world.clock()));
      world.asserted("the equations", this::checkEquations);
    }

    private PoolLimits limits() {
      return PoolLimits.USUAL
          .withConnections(places)
          .withTimes(
              PoolTimes.USUAL
                  .withPatience(PATIENCE)
                  .withDial(Duration.ofSeconds(2))
                  .withCheck(Duration.ofSeconds(5), Duration.ofSeconds(1))
                  .withDecoherence(Duration.ofSeconds(7))
                  .withHold(Duration.ofSeconds(20)));
    }

    private void checkEquations() {
      PoolStatistics now = pool.statistics();
      assertThat(now.total()).isEqualTo(now.idle() + now.claimed());
      assertThat(now.idle()).isNotNegative();
      assertThat(now.claimed()).isNotNegative();
      assertThat(now.dialling()).isNotNegative();
      assertThat(now.total() + now.dialling()).isLessThanOrEqualTo(places);
      int spread = pool.distribution().stream().mapToInt(Holding::connections).sum();
      // Connections of backends that are gone are still out.
      assertThat(now.total() - spread).isBetween(0, now.claimed());
    }

    void run() {
      for (int number = 0; number < BACKENDS; number++) {
        serve("backend" + number);
        backends.add(Backend.of("backend" + number, PORT));
      }
      NetTrouble trouble =
          NetTrouble.start(world, net, Duration.ofSeconds(20), Duration.ofSeconds(15));
      world.runner().submit("resolver", this::resolve);
      List<Task> clients = new ArrayList<>();
      for (int number = 0; number < CLIENTS; number++) {
        int mine = number;
        clients.add(world.runner().submit("user " + number, () -> use(mine)));
      }
      world.pause(TROUBLE);
      over = true;
      trouble.stop();
      net.temper(LinkTemper.CALM);
      clients.forEach(client -> assertThat(client.await(world.in(TROUBLE))).isTrue());
      assertThat(granted).isPositive();
      assertThat(queue.waiting).isEmpty();
      resolver.say(Set.copyOf(backends));
      world.await("an even spread", this::isEven, Duration.ofMinutes(5));
      assertThat(pool.stop(world.in(Duration.ofMinutes(1)))).isTrue();
      assertThat(pool.statistics().total()).isZero();
      world.await(
          "no connection left", () -> net.openConnections("client") == 0, Duration.ofSeconds(5));
    }

    private boolean isEven() {
      List<Integer> counts =
          pool.distribution().stream().map(Holding::connections).sorted().toList();
      int total = counts.stream().mapToInt(Integer::intValue).sum();
      return total == places
          && counts.getLast() - counts.getFirst() <= 1
          && pool.statistics().idle() == places
          && net.openConnections("client") == places;
    }

    // ---- the world around the pool ----

    private void serve(String host) {
      Listener door = net.host(host).listen(new Endpoint(host, PORT));
      world
          .runner()
          .submit(
              host,
              () -> {
                while (true) {
                  Connection call = door.accept(world.in(Duration.ofHours(1)));
                  world.runner().submit(host + " echo", () -> echo(call));
                }
              });
    }

    private void echo(Connection call) {
      ByteBuffer bytes = ByteBuffer.allocate(16);
      try (call) {
        while (call.read(bytes.clear(), world.in(Duration.ofHours(1))) >= 0) {
          call.write(world.in(Duration.ofSeconds(5)), bytes.flip());
        }
      } catch (AtollException ended) {
        if (ended.fault() == Fault.CANCELLED) {
          throw ended;
        }
      }
    }

    private void resolve() {
      while (!over) {
        Set<Backend> named = new HashSet<>();
        backends.stream().filter(backend -> chance.chance(0.6)).forEach(named::add);
        resolver.say(named);
        world.pause(Duration.ofMillis(1 + chance.nextInt(20_000)));
      }
    }

    // ---- those who claim ----

    private void use(int number) {
      while (!over) {
        world.pause(Duration.ofNanos(chance.nextLong(400_000_000)));
        Claim<TcpStream> claim = claim(number);
        if (claim != null) {
          use(claim);
        }
      }
    }

    private @Nullable Claim<TcpStream> claim(int number) {
      Duration most = Duration.ofMillis(1 + chance.nextInt(3_000));
      long since = world.clock().nanos();
      queue.enter(number, since);
      try {
        Claim<TcpStream> claim = pool.claim(world.in(most));
        assertThat(claim.connection()).isNotNull();
        assertThat(out.put(claim.connection(), claim)).as("who else has it").isNull();
        assertThat(out.values().stream().filter(other -> !isRevoked(other)).count())
            .isLessThanOrEqualTo(places);
        queue.leaveServed(number);
        granted++;
        return claim;
      } catch (AtollException failed) {
        assertThat(failed.fault()).isIn(Fault.BUSY, Fault.UNREACHABLE);
        assertThat(world.clock().nanos() - since).isEqualTo(most.toNanos());
        return null;
      } finally {
        queue.waiting.remove(number);
      }
    }

    private void use(Claim<TcpStream> claim) {
      TcpStream stream = claim.connection();
      try {
        if (chance.chance(0.02)) {
          world.pause(Duration.ofSeconds(25));
          world.await("the revocation", () -> isRevoked(claim), Duration.ofSeconds(30));
          return;
        }
        echo(stream, world.in(Duration.ofSeconds(1)));
      } catch (AtollException failed) {
        if (failed.fault() == Fault.CANCELLED) {
          throw failed;
        }
        claim.broken();
      } finally {
        out.remove(stream);
        if (!isRevoked(claim)) {
          claim.close();
        }
      }
    }

    private static boolean isRevoked(Claim<TcpStream> claim) {
      return claim.hasEnded();
    }

    private void echo(TcpStream stream, Deadline deadline) {
      byte said = (byte) chance.nextInt(256);
      stream.write(deadline, ByteBuffer.wrap(new byte[] {said}));
      ByteBuffer heard = ByteBuffer.allocate(2);
      if (stream.read(heard, deadline) == 1) {
        assertThat(heard.get(0)).as("no bytes of another claim").isEqualTo(said);
      }
      if (chance.chance(0.05)) {
        throw new AtollException(Fault.TIMEOUT, "gives up");
      }
      world.pause(Duration.ofNanos(chance.nextLong(300_000_000)));
    }
  }
}

package atoll.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.net.Net;
import atoll.kit.run.Task;
import atoll.sim.Seeds;
import atoll.sim.run.Outcome;
import atoll.sim.run.Simulation;
import atoll.sim.run.World;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
final class SimNetTest {

  private static final Endpoint SERVER = new Endpoint("server", 80);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /// A test with a connection between two hosts.
  private interface Script {
    void play(World world, SimNet net, Connection client, Connection server);
  }

  private static void connected(Script script) {
    connected(LinkTemper.CALM, script);
  }

  private static void connected(LinkTemper temper, Script script) {
    Seeds.check(
        20,
        seed ->
            Simulation.run(
                seed,
                world -> {
                  SimNet net = new SimNet(world, temper);
                  Listener listener = net.host("server").listen(SERVER);
                  Connection client = net.host("client").dial(SERVER, world.in(SECOND));
                  script.play(world, net, client, listener.accept(world.in(SECOND)));
                }));
  }

  @Test
  void whatIsUnderWayDuringAPartitionArrivesAfterwards() {
    connected((world, net, client, server) -> {
      net.partition("client", "server");
      client.write(world.in(SECOND), bytes(100));
      assertFault(Fault.TIMEOUT, () -> server.read(bytes(1), world.in(SECOND)));
      net.heal("server", "client");
      readAll(world, server, 100);
    });
  }

  @Test
  void aOneWayCutLetsTheOtherDirectionThrough() {
    connected((world, net, client, server) -> {
      net.cut("client", "server");
      server.write(world.in(SECOND), bytes(10));
      readAll(world, client, 10);
      client.write(world.in(SECOND), bytes(10));
      assertFault(Fault.TIMEOUT, () -> server.read(bytes(1), world.in(SECOND)));
    });
  }

  @Test
  void aVanishedPeerTakesAWindowAndThenNothing() {
    connected((world, net, client, server) -> {
      net.down("server");
      client.write(world.in(SECOND), bytes(LinkTemper.CALM.windowBytes()));
      assertFault(Fault.TIMEOUT, () -> client.write(world.in(SECOND), bytes(1)));
      assertFault(Fault.TIMEOUT, () -> client.read(bytes(1), world.in(SECOND)));
      assertThat(net.openConnections("server")).isZero();
    });
  }

  @Test
  void aPeerThatComesBackResetsItsFormerConnections() {
    connected((world, net, client, server) -> {
      net.down("server");
      client.write(world.in(SECOND), bytes(10));
      world.pause(Duration.ofMinutes(1));
      net.up("server");
      assertFault(Fault.UNREACHABLE, () -> client.read(bytes(1), world.in(SECOND)));
      assertFault(Fault.UNREACHABLE, () -> net.host("client").dial(SERVER, world.in(SECOND)));
    });
  }

  @Test
  void aProcessThatEndsResetsItsPeers() {
    connected((world, net, client, server) -> {
      net.endProcess("server");
      assertFault(Fault.UNREACHABLE, () -> client.read(bytes(1), world.in(SECOND)));
    });
  }

  @Test
  void aResetBreaksBothEnds() {
    connected((world, net, client, server) -> {
      Task reader =
          world
              .runner()
              .submit(
                  "reader",
                  () ->
                      assertFault(
                          Fault.UNREACHABLE,
                          () -> server.read(bytes(1), world.in(Duration.ofHours(1)))));
      world.settle();
      net.reset("client", "server");
      assertFault(Fault.UNREACHABLE, () -> client.write(world.in(SECOND), bytes(1)));
      assertThat(reader.await(world.in(SECOND))).isTrue();
      assertThat(net.openConnections("client") + net.openConnections("server")).isZero();
    });
  }

  @Test
  void aDialAcrossAPartitionHangsAndSucceedsOnceItIsHealed() {
    Seeds.check(
        20,
        seed ->
            Simulation.run(
                seed,
                world -> {
                  SimNet net = new SimNet(world);
                  Listener listener = net.host("server").listen(SERVER);
                  Net client = net.host("client");
                  net.partition("client", "server");
                  assertFault(Fault.TIMEOUT, () -> client.dial(SERVER, world.in(SECOND)));
                  world.after(Duration.ofSeconds(5), "heal", () -> net.heal("client", "server"));
                  try (Connection late = client.dial(SERVER, world.in(Duration.ofMinutes(1)));
                      Connection taken = listener.accept(world.in(SECOND))) {
                    assertThat(taken.remote()).isEqualTo(late.local());
                  }
                }));
  }

  @Test
  void dialsAreRefusedOrHangByTheSeed() {
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger hung = new AtomicInteger();
    AtomicInteger connected = new AtomicInteger();
    Simulation.run(
        1,
        world -> {
          SimNet net = new SimNet(world, LinkTemper.CALM.withFaults(0, 0.3, 0.3));
          Listener listener = net.host("server").listen(SERVER);
          for (int attempt = 0; attempt < 100; attempt++) {
            try (Connection made = net.host("client").dial(SERVER, world.in(SECOND))) {
              connected.incrementAndGet();
              listener.accept(world.in(SECOND)).close();
              assertThat(made.remote()).isEqualTo(SERVER);
            } catch (AtollException failed) {
              (failed.fault() == Fault.TIMEOUT ? hung : refused).incrementAndGet();
            }
          }
        });
    assertThat(connected.get()).isBetween(25, 75);
    assertThat(refused.get()).isBetween(10, 50);
    assertThat(hung.get()).isBetween(5, 40);
  }

  @Test
  void anUnknownNameIsUnreachable() {
    Simulation.run(
        1,
        world ->
            assertFault(
                Fault.UNREACHABLE,
                () -> new SimNet(world).dial(new Endpoint("nowhere", 1), world.in(SECOND))));
  }

  @Test
  void bandwidthTakesItsTime() {
    connected(
        LinkTemper.CALM.withBandwidth(10_000),
        (world, net, client, server) -> {
          Duration begin = world.clock().elapsed();
          client.write(world.in(SECOND), bytes(50_000));
          readAll(world, server, 50_000);
          assertThat(world.clock().elapsed().minus(begin))
              .isBetween(Duration.ofMillis(4_900), Duration.ofMillis(5_200));
        });
  }

  @Test
  void readsAreCutAtRandomBytes() {
    Set<Integer> sizes = new HashSet<>();
    connected(
        LinkTemper.CALM.withFragments(1),
        (world, net, client, server) -> {
          client.write(world.in(SECOND), bytes(1000));
          int left = 1000;
          while (left > 0) {
            int count = server.read(bytes(left), world.in(SECOND));
            sizes.add(count);
            left -= count;
          }
        });
    assertThat(sizes).hasSizeGreaterThan(50);
  }

  @Test
  void connectionsOvertakeEachOther() {
    Set<List<Integer>> orders = new HashSet<>();
    for (long seed = 1; seed <= 30; seed++) {
      Simulation.run(
          seed,
          world -> {
            SimNet net = new SimNet(world);
            Listener listener = net.host("server").listen(SERVER);
            List<Integer> order = new ArrayList<>();
            List<Task> readers = new ArrayList<>();
            List<Connection> clients = new ArrayList<>();
            for (int index = 0; index < 3; index++) {
              int number = index;
              Connection client = net.host("client").dial(SERVER, world.in(SECOND));
              Connection server = listener.accept(world.in(SECOND));
              readers.add(
                  world
                      .runner()
                      .submit(
                          "reader",
                          () -> {
                            server.read(bytes(1), world.in(SECOND));
                            order.add(number);
                          }));
              clients.add(client);
            }
            clients.forEach(client -> client.write(world.in(SECOND), bytes(1)));
            readers.forEach(reader -> assertThat(reader.await(world.in(SECOND))).isTrue());
            orders.add(order);
          });
    }
    assertThat(orders).hasSizeGreaterThan(1);
  }

  /// Clients ask until they have an answer to each number; the network does its worst. Whatever is
  /// answered is the answer to that question, and all is over once the trouble is.
  @Test
  void askingAgainGetsThroughAllTrouble() {
    Seeds.check(30, seed -> Simulation.run(seed, SimNetTest::askThroughTrouble));
  }

  @Test
  void troubleIsReplayedExactly() {
    for (long seed = 1; seed <= 5; seed++) {
      Outcome outcome = Simulation.run(seed, SimNetTest::askThroughTrouble);
      assertThat(Simulation.run(seed, SimNetTest::askThroughTrouble)).isEqualTo(outcome);
    }
  }

  private static void askThroughTrouble(World world) {
    SimNet net = new SimNet(world, LinkTemper.ROUGH);
    Listener listener = net.host("server").listen(SERVER);
    world.runner().submit("server", () -> serve(world, listener));
    NetTrouble trouble = NetTrouble.start(world, net, Duration.ofSeconds(2), Duration.ofSeconds(5));
    List<Task> clients = new ArrayList<>();
    for (int index = 0; index < 3; index++) {
      Net client = net.host("client " + index);
      clients.add(world.runner().submit("client " + index, () -> ask(world, client)));
    }
    world.pause(Duration.ofMinutes(1));
    trouble.stop();
    for (Task client : clients) {
      assertThat(client.await(world.in(Duration.ofHours(1)))).isTrue();
    }
  }

  private static void serve(World world, Listener listener) {
    while (true) {
      Connection connection = listener.accept(world.in(Duration.ofDays(1)));
      world
          .runner()
          .submit(
              "session",
              () -> {
                try (connection) {
                  while (true) {
                    ByteBuffer question = bytes(4);
                    while (question.hasRemaining()) {
                      if (connection.read(question, world.in(Duration.ofMinutes(1))) < 0) {
                        return;
                      }
                    }
                    int number = question.flip().getInt();
                    ByteBuffer answer = ByteBuffer.allocate(8).putLong(number * 3L).flip();
                    connection.write(world.in(Duration.ofMinutes(1)), answer);
                  }
                } catch (AtollException broken) {
                  world.note("session ends: " + broken.fault());
                }
              });
    }
  }

  private static void ask(World world, Net net) {
    int number = 1;
    while (number <= 20) {
      try (Connection connection = net.dial(SERVER, world.in(Duration.ofSeconds(3)))) {
        while (number <= 20) {
          connection.write(
              world.in(Duration.ofSeconds(3)), ByteBuffer.allocate(4).putInt(number).flip());
          ByteBuffer answer = bytes(8);
          while (answer.hasRemaining()) {
            if (connection.read(answer, world.in(Duration.ofSeconds(3))) < 0) {
              throw new AtollException(Fault.UNREACHABLE, "ended early");
            }
          }
          assertThat(answer.flip().getLong()).isEqualTo(number * 3L);
          number++;
        }
      } catch (AtollException again) {
        world.note("asks again: " + again.fault());
      }
    }
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count);
  }

  private static void readAll(World world, Connection connection, int count) {
    ByteBuffer target = bytes(count);
    while (target.hasRemaining()) {
      assertThat(connection.read(target, world.in(Duration.ofMinutes(1)))).isPositive();
    }
  }

  private static void assertFault(Fault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AtollException.class, thrown -> assertThat(thrown.fault()).isEqualTo(fault));
  }
}

package atoll.fast;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.kit.run.Runner;
import atoll.kit.run.Task;
import atoll.sim.Seeds;
import atoll.sim.net.LinkTemper;
import atoll.sim.net.NetTrouble;
import atoll.sim.net.SimNet;
import atoll.sim.run.Simulation;
import atoll.sim.run.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Callers and a server over a network that delays, cuts streams into pieces, resets, and lets
/// peers vanish: every call ends by its deadline, once, with what the server sent and in that
/// order; no id is used while it is in flight; and in the end nothing is left over.
@Tag("simulation")
final class FastSimulationTest {

  private static final Endpoint DOOR = new Endpoint("server", 2030);
  private static final Duration ROUND = Duration.ofSeconds(30);

  private static final FastLimits LIMITS =
      new FastLimits(
          1 << 20, 16 << 10, 16 << 10, 20, 100, Duration.ofSeconds(40), Duration.ofMinutes(3));

  @Test
  void everyCallEndsByItsDeadlineWhateverTheNetworkDoes() {
    Seeds.check(
        60,
        seed ->
            Simulation.run(
                seed,
                world -> {
                  SimNet net = new SimNet(world, LinkTemper.ROUGH);
                  NetTrouble trouble =
                      NetTrouble.start(world, net, Duration.ofSeconds(4), Duration.ofSeconds(8));
                  new Scene(world, net, Duration.ofMillis(1)).play(trouble);
                }));
  }

  @Test
  void onACalmNetworkNoCallFails() {
    Seeds.check(
        20,
        seed ->
            Simulation.run(
                seed,
                world -> {
                  Scene scene = new Scene(world, new SimNet(world), Duration.ofSeconds(20));
                  scene.play(null);
                  assertThat(scene.failed).isZero();
                }));
  }

  /// One run. Confined to its simulation.
  private static final class Scene {

    private final World world;
    private final SimNet net;
    private final Seams serverSeams;
    private final FastServer server;
    private final List<FastClient> open = new ArrayList<>();
    private final Duration leastTotal;
    private int completed;
    private int failed;

    Scene(World world, SimNet net, Duration leastTotal) {
      this.world = world;
      this.leastTotal = leastTotal;
      this.net = net;
      serverSeams = seams("server", world.runner("server"));
      server = FastServer.start(serverSeams, DOOR, Samples.ALL, LIMITS);
      world.asserted(
          "unread values are bounded",
          () ->
              open.forEach(client ->
                  assertThat(client.stats().unreadBytes())
                      .isLessThan(LIMITS.unreadBytes() + 2 * 64 * 1024)));
    }

    private Seams seams(String host, Runner runner) {
      return new Seams(world.clock(), net.host(host), runner, world.events());
    }

    void play(@Nullable NetTrouble trouble) {
      List<Task> callers = new ArrayList<>();
      for (int host = 0; host < 3; host++) {
        String name = "client" + host;
        Runner runner = world.runner(name);
        callers.add(runner.submit("connection of " + name, () -> connect(name, runner)));
      }
      for (Task caller : callers) {
        assertThat(caller.await(world.in(Duration.ofHours(2)))).isTrue();
      }
      if (trouble != null) {
        trouble.stop();
      }
      net.healAll();
      world.await(
          "an empty server",
          () -> server.stats().connectionsActive() == 0 && server.stats().requestsInFlight() == 0,
          Duration.ofMinutes(30));
      server.close();
      assertThat(completed + failed).isEqualTo(3 * 4 * 6);
      assertThat(world.recorded().all())
          .noneMatch(event -> event.code().startsWith("fast.protocol"));
    }

    /// Four callers share a connection, and each dials anew when it is broken.
    private void connect(String name, Runner runner) {
      Seams seams = seams(name, runner);
      RandomGenerator chance = world.randomness(name);
      FastClient[] shared = new FastClient[1];
      List<Task> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(runner.submit("caller " + i, () -> callSixTimes(seams, shared, chance)));
      }
      for (Task caller : callers) {
        assertThat(caller.await(world.in(Duration.ofHours(1)))).isTrue();
      }
      if (shared[0] != null) {
        assertThat(shared[0].stats().unreadBytes()).isZero();
        shared[0].close();
        open.remove(shared[0]);
      }
    }

    private void callSixTimes(Seams seams, FastClient[] shared, RandomGenerator chance) {
      for (int i = 0; i < 6; i++) {
        FastClient client = shared[0];
        while (client == null || !client.isOpen()) {
          client = redial(seams, shared);
        }
        call(client, chance);
      }
    }

    private FastClient redial(Seams seams, FastClient[] shared) {
      try {
        FastClient fresh = FastClient.dial(seams, DOOR, LIMITS, world.in(Duration.ofSeconds(5)));
        if (shared[0] != null && shared[0].isOpen()) {
          fresh.close();
        } else {
          open.remove(shared[0]);
          shared[0] = fresh;
          open.add(fresh);
        }
      } catch (AtollException e) {
        assertThat(e.fault()).isIn(Fault.UNREACHABLE, Fault.TIMEOUT);
        world.pause(Duration.ofMillis(200));
      }
      return shared[0];
    }

    private void call(FastClient client, RandomGenerator chance) {
      Duration total = Duration.ofMillis(chance.nextLong(leastTotal.toMillis(), ROUND.toMillis()));
      long begin = world.clock().nanos();
      switch (chance.nextInt(4)) {
        case 0 -> {
          Json value = Json.text("x".repeat(chance.nextInt(20_000)));
          Reply reply = reply(client.call("echo", Values.of(value), CallOptions.within(total)));
          assertThat(reply.values())
              .isEqualTo(
                  reply instanceof Reply.Complete
                      ? List.of(Json.object("value", value))
                      : reply.values().isEmpty()
                          ? List.of()
                          : List.of(Json.object("value", value)));
        }
        case 1 -> {
          int count = chance.nextInt(300);
          Json filling = Json.text("y".repeat(chance.nextInt(200)));
          Values arguments = Values.of(Json.number(count), filling);
          Reply reply = reply(client.call("count", arguments, CallOptions.within(total)));
          for (int i = 0; i < reply.values().size(); i++) {
            assertThat(reply.values().get(i).elements().iterator().next())
                .isEqualTo(Json.number(i));
          }
          if (reply instanceof Reply.Complete) {
            assertThat(reply.count()).isEqualTo(count);
          }
        }
        case 2 -> {
          Values millis = Values.of(Json.number(chance.nextInt(3000)));
          reply(client.call("sleep", millis, CallOptions.within(total)));
        }
        default -> {
          FastCall call =
              client.call("count", Values.of(Json.number(50)), CallOptions.within(total));
          Duration pause = Duration.ofMillis(chance.nextInt(50));
          world.pause(pause);
          begin += pause.toNanos();
          call.abandon();
          Step last = call.next();
          assertThat(call.next()).isEqualTo(last);
          completed++;
        }
      }
      long took = world.clock().nanos() - begin;
      assertThat(took).isLessThanOrEqualTo(total.plusMillis(1).toNanos());
    }

    private Reply reply(FastCall call) {
      try (call) {
        Reply reply = call.collect(Integer.MAX_VALUE);
        switch (reply) {
          case Reply.Complete _ -> completed++;
          case Reply.Failed _ -> failed++;
        }
        assertThat(call.next())
            .isInstanceOf(reply instanceof Reply.Complete ? Step.Done.class : Step.Failed.class);
        return reply;
      }
    }
  }
}

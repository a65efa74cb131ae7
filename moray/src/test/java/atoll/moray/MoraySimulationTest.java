package atoll.moray;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cueball.PoolStatistics;
import atoll.cueball.StaticResolver;
import atoll.fast.FastLimits;
import atoll.fast.FastServer;
import atoll.fast.Invocation;
import atoll.fast.Procedures;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.net.Endpoint;
import atoll.kit.run.Task;
import atoll.sim.Seeds;
import atoll.sim.net.LinkTemper;
import atoll.sim.net.NetTrouble;
import atoll.sim.net.SimNet;
import atoll.sim.run.Outcome;
import atoll.sim.run.Simulation;
import atoll.sim.run.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Callers that share a client of two servers, over a network that delays, cuts and resets: nobody
/// ever reads a value of somebody else's answer or of an answer before, every answer is whole or
/// ends with a fault, no more connections are open than there are places, and once the trouble is
/// over all calls go well again.
@Tag("simulation")
final class MoraySimulationTest {

  private static final List<Endpoint> DOORS =
      List.of(new Endpoint("one", 2020), new Endpoint("other", 2020));

  private static final MorayLimits LIMITS =
      MorayLimits.USUAL
          .withQuery(Duration.ofSeconds(4))
          .withGrace(Duration.ofSeconds(1))
          .withStream(Duration.ofSeconds(20))
          .withConnections(3);

  /// A server hears nothing of a client whose farewell was lost, until it has been silent so long.
  private static final FastLimits OF_SERVERS =
      new FastLimits(
          1 << 20, 16 << 10, 16 << 10, 20, 100, Duration.ofSeconds(40), Duration.ofMinutes(3));

  private static final Set<Fault> OF_THE_NETWORK =
      EnumSet.of(Fault.UNREACHABLE, Fault.TIMEOUT, Fault.BUSY);

  @Test
  void nobodyReadsWhatIsNotHis() {
    Seeds.check(40, seed -> run(seed, LinkTemper.ROUGH, new Rounds(6, 10), Duration.ofSeconds(3)));
  }

  @Test
  void onACalmNetworkEveryAnswerIsWhole() {
    Seeds.check(
        10,
        seed ->
            Simulation.run(
                seed,
                world -> {
                  Scene scene = new Scene(world, new SimNet(world));
                  scene.play(new Rounds(3, 10), null);
                  assertThat(scene.faults).isZero();
                }));
  }

  @Test
  void aSeedReplays() {
    assertThat(run(5, LinkTemper.ROUGH, new Rounds(3, 4), Duration.ofSeconds(3)))
        .isEqualTo(run(5, LinkTemper.ROUGH, new Rounds(3, 4), Duration.ofSeconds(3)));
  }

  /// How many callers, and how many calls of each.
  private record Rounds(int callers, int calls) {}

  private static Outcome run(long seed, LinkTemper temper, Rounds rounds, Duration betweenTrouble) {
    return Simulation.run(
        seed,
        world -> {
          SimNet net = new SimNet(world, temper);
          NetTrouble trouble =
              NetTrouble.start(world, net, betweenTrouble, betweenTrouble.multipliedBy(2));
          new Scene(world, net).play(rounds, trouble);
        });
  }

  /// One run. Confined to its simulation.
  private static final class Scene {

    private final World world;
    private final SimNet net;
    private final List<FastServer> servers = new ArrayList<>();
    private final MorayClient client;
    private int whole;
    private int refused;
    private int faults;

    Scene(World world, SimNet net) {
      this.world = world;
      this.net = net;
      for (Endpoint door : DOORS) {
        servers.add(
            FastServer.start(
                seams(door.host()).fast(),
                door,
                Procedures.NONE
                    .with("sql", this::answer)
                    .with("ping", request -> {})
                    .with("putObject", Scene::put),
                OF_SERVERS));
      }
      client = MorayClient.start("simulated", seams("client"), LIMITS, new StaticResolver(DOORS));
      world.asserted(
          "no more connections than places",
          () -> {
            PoolStatistics now = client.statistics();
            assertThat(now.idle() + now.claimed()).isBetween(0, 3);
          });
    }

    private MoraySeams seams(String host) {
      return MoraySeams.counting(
          world.clock(),
          net.host(host),
          world.runner(host),
          world.randomness(host),
          world.events(),
          new Registry());
    }

    /// As many rows as the first value says, each with the second value in it; then an error if the
    /// third says so.
    private void answer(Invocation request) {
      List<Json> values = new ArrayList<>();
      request.arguments().toList().get(1).elements().forEach(values::add);
      long rows = Long.parseLong(values.get(0).asText().orElseThrow());
      for (int i = 0; i < rows; i++) {
        request.write(Json.array(List.of(values.get(1), Json.number(i))));
        if (i % 20 == 7) {
          request.seams().runner().pause(Duration.ofMillis(30));
        }
      }
      if (values.get(2).equals(Json.text("fail"))) {
        request.fail(new RemoteError("QueryTimeoutError", "as asked"));
      }
    }

    /// The key is the etag.
    private static void put(Invocation request) {
      request.write(Json.object("etag", request.arguments().toList().get(1)));
    }

    void play(Rounds rounds, @Nullable NetTrouble trouble) {
      List<Task> callers = new ArrayList<>();
      for (int caller = 0; caller < rounds.callers(); caller++) {
        String name = "caller" + caller;
        callers.add(world.runner("client").submit(name, () -> callOften(name, rounds.calls())));
      }
      for (Task caller : callers) {
        assertThat(caller.await(world.in(Duration.ofHours(2)))).isTrue();
      }
      assertThat(whole + refused + faults).isEqualTo(rounds.callers() * rounds.calls());
      if (trouble != null) {
        trouble.stop();
        net.temper(LinkTemper.CALM);
        net.healAll();
        world.await("answers again", this::isAnswered, Duration.ofMinutes(30));
      }
      client.close();
      world.await(
          "empty servers",
          () -> servers.stream().allMatch(server -> server.peers().isEmpty()),
          Duration.ofMinutes(30));
      servers.forEach(FastServer::close);
    }

    private boolean isAnswered() {
      try {
        for (int i = 0; i < 6; i++) {
          put("k" + i);
        }
        return true;
      } catch (AtollException notYet) {
        assertThat(notYet.fault()).isIn(OF_THE_NETWORK);
        return false;
      }
    }

    private void put(String key) {
      assertThat(client.putObject("b", key, Json.EMPTY_OBJECT, MorayOptions.NONE))
          .isEqualTo(new Etag(key));
    }

    private void callOften(String name, int calls) {
      RandomGenerator chance = world.randomness(name);
      for (int call = 0; call < calls; call++) {
        try {
          if (chance.nextBoolean()) {
            put(name + "-" + call);
            whole++;
          } else {
            search(name + "-" + call, chance);
          }
        } catch (MorayException asked) {
          assertThat(asked.kind()).isEqualTo(MorayErrorKind.QUERY_TIMEOUT);
          refused++;
        } catch (AtollException e) {
          assertThat(e.fault()).isIn(OF_THE_NETWORK);
          faults++;
        }
      }
    }

    private void search(String mark, RandomGenerator chance) {
      int rows = chance.nextInt(60);
      int wanted = chance.nextInt(4) == 0 ? chance.nextInt(rows + 1) : Integer.MAX_VALUE;
      boolean fails = chance.nextInt(4) == 0;
      List<String> values = List.of(Integer.toString(rows), mark, fails ? "fail" : "end");
      try (Rows<Json> answer = client.sql("", values, MorayOptions.NONE)) {
        int taken = 0;
        Optional<Json> row = Optional.of(Json.NULL);
        while (taken < wanted && row.isPresent()) {
          row = answer.next();
          if (row.isPresent()) {
            assertThat(row.get())
                .isEqualTo(Json.array(List.of(Json.text(mark), Json.number(taken))));
            taken++;
          }
        }
        if (wanted == Integer.MAX_VALUE) {
          assertThat(taken).isEqualTo(rows);
          assertThat(fails).isFalse();
        }
        whole++;
      }
    }
  }
}

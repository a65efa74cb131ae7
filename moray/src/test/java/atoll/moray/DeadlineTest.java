package atoll.moray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atoll.fast.FastLimits;
import atoll.fast.FastServer;
import atoll.fast.Procedures;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.net.Endpoint;
import atoll.sim.net.SimNet;
import atoll.sim.run.Simulation;
import atoll.sim.run.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How long a call waits, in virtual time.
@Tag("simulation")
final class DeadlineTest {

  private static final Endpoint DOOR = new Endpoint("server", 2020);

  /// What is done with a client of a server that takes its time.
  private interface Play {
    void with(World world, MorayClient client);
  }

  private static void play(MorayLimits limits, Play play) {
    Simulation.run(
        1,
        world -> {
          SimNet net = new SimNet(world);
          MoraySeams server = seams(world, net, "server");
          MoraySeams client = seams(world, net, "client");
          try (FastServer _ = FastServer.start(server.fast(), DOOR, slow(), FastLimits.USUAL);
              MorayClient moray = MorayClient.at(DOOR, client, limits)) {
            play.with(world, moray);
          }
        });
  }

  private static MoraySeams seams(World world, SimNet net, String host) {
    return MoraySeams.counting(
        world.clock(),
        net.host(host),
        world.runner(),
        world.randomness(host),
        world.events(),
        new Registry());
  }

  /// `sql` sends as many rows as its first value says and lets as many seconds as its second value
  /// says go by before each; `ping` never answers.
  private static Procedures slow() {
    return Procedures.NONE
        .with(
            "sql",
            request -> {
              List<Json> values = List.copyOf(list(request.arguments().toList().get(1)));
              long rows = Long.parseLong(values.get(0).asText().orElseThrow());
              long seconds = Long.parseLong(values.get(1).asText().orElseThrow());
              for (int i = 0; i < rows; i++) {
                request.seams().runner().pause(Duration.ofSeconds(seconds));
                request.write(Json.object("row", Json.number(i)));
              }
            })
        .with("ping", request -> request.seams().runner().pause(Duration.ofDays(1)));
  }

  private static List<Json> list(Json array) {
    List<Json> all = new ArrayList<>();
    array.elements().forEach(all::add);
    return all;
  }

  private static AtollException failure(Runnable call) {
    return catchThrowableOfType(AtollException.class, call::run);
  }

  private static Duration timed(World world, Runnable call) {
    long begin = world.clock().nanos();
    call.run();
    return Duration.ofNanos(world.clock().nanos() - begin);
  }

  @Test
  void aCallEndsWhenTheServersTimeAndTheGraceAreOver() {
    play(
        MorayLimits.USUAL,
        (world, client) -> {
          Duration took =
              timed(
                  world,
                  () ->
                      assertThat(failure(() -> client.ping(false, MorayOptions.NONE)).fault())
                          .isEqualTo(Fault.TIMEOUT));
          assertThat(took).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(36));
        });
  }

  @Test
  void theTimeAmongTheOptionsCountsForTheClientToo() {
    play(
        MorayLimits.USUAL,
        (world, client) -> {
          MorayOptions options = MorayOptions.NONE.timeout(Duration.ofSeconds(2));
          Duration took =
              timed(
                  world,
                  () ->
                      assertThat(failure(() -> client.ping(false, options)).fault())
                          .isEqualTo(Fault.TIMEOUT));
          assertThat(took).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
        });
  }

  @Test
  void anAnswerMayLastLongerThanAnyPauseBetweenItsRows() {
    play(
        MorayLimits.USUAL,
        (world, client) -> {
          try (Rows<Json> rows = client.sql("", List.of("60", "30"), MorayOptions.NONE)) {
            assertThat(timed(world, () -> assertThat(rows.toList(60)).hasSize(60)))
                .isGreaterThan(Duration.ofMinutes(29));
          }
        });
  }

  @Test
  void aPauseBetweenRowsThatIsTooLongEndsTheAnswer() {
    play(
        MorayLimits.USUAL,
        (world, client) -> {
          try (Rows<Json> rows = client.sql("", List.of("2", "40"), MorayOptions.NONE)) {
            assertThat(failure(rows::next).fault()).isEqualTo(Fault.TIMEOUT);
          }
        });
  }

  @Test
  void anAnswerThatLastsTooLongEnds() {
    play(
        MorayLimits.USUAL.withStream(Duration.ofMinutes(10)),
        (world, client) -> {
          int[] count = {0};
          try (Rows<Json> rows = client.sql("", List.of("100", "30"), MorayOptions.NONE)) {
            Duration took =
                timed(
                    world,
                    () ->
                        assertThat(failure(() -> rows.forEach(_ -> count[0]++)).fault())
                            .isEqualTo(Fault.TIMEOUT));
            assertThat(took).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(601));
          }
          assertThat(count[0]).isBetween(19, 20);
        });
  }

  @Test
  void aReaderThatTakesItsTimeMissesNothing() {
    play(
        MorayLimits.USUAL,
        (world, client) -> {
          try (Rows<Json> rows = client.sql("", List.of("3", "0"), MorayOptions.NONE)) {
            for (int i = 0; i < 3; i++) {
              world.pause(Duration.ofMinutes(15));
              assertThat(rows.next()).contains(Json.object("row", Json.number(i)));
            }
            assertThat(rows.next()).isEqualTo(Optional.empty());
          }
        });
  }

  @Test
  void aClaimWaitsNoLongerThanFiveSeconds() {
    play(
        MorayLimits.USUAL.withConnections(1),
        (world, client) -> {
          try (Rows<Json> rows = client.sql("", List.of("1", "20"), MorayOptions.NONE)) {
            Duration took =
                timed(
                    world,
                    () ->
                        assertThat(failure(() -> client.ping(false, MorayOptions.NONE)).fault())
                            .isEqualTo(Fault.BUSY));
            assertThat(took).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5100));
            assertThat(rows.toList(1)).hasSize(1);
          }
        });
  }
}

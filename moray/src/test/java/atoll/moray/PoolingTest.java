package atoll.moray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.cueball.Backend;
import atoll.cueball.Resolver;
import atoll.cueball.StaticResolver;
import atoll.fast.FastServer;
import atoll.fast.codec.Protocol;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Connections to servers that a resolver names.
final class PoolingTest {

  private final Stage stage = new Stage();
  private final ScriptedMoray one = new ScriptedMoray().on("version", "{\"version\":1}");
  private final ScriptedMoray other = new ScriptedMoray().on("version", "{\"version\":2}");
  private final FastServer first = stage.serve(one.procedures());
  private final FastServer second = stage.serve(other.procedures());

  @AfterEach
  void close() {
    stage.close();
  }

  private static long version(MorayClient client) {
    return client.version(MorayOptions.NONE);
  }

  /// Not by the first, and not by a connection to it that has just ended.
  private static boolean isAnsweredBySecond(MorayClient client) {
    try {
      return version(client) == 2;
    } catch (AtollException ended) {
      assertThat(ended.fault()).isEqualTo(Fault.UNREACHABLE);
      return false;
    }
  }

  @Test
  void callsGoRoundAllServersOfAStaticResolver() {
    StaticResolver both = new StaticResolver(List.of(first.local(), second.local()));
    try (MorayClient client = MorayClient.start("both", stage.seams, Stage.SHORT, both)) {
      stage.await("two connections", () -> client.statistics().idle() == 2);
      assertThat(Stream.generate(() -> version(client)).limit(20).distinct())
          .containsExactlyInAnyOrder(1L, 2L);
    }
  }

  @Test
  void callsFollowAResolverThatChangesItsMind() {
    ChangingResolver resolver = new ChangingResolver();
    try (MorayClient client = MorayClient.start("moving", stage.seams, Stage.SHORT, resolver)) {
      resolver.report(Backend.of(first.local()));
      assertThat(version(client)).isEqualTo(1);
      resolver.report(Backend.of(second.local()));
      stage.await("calls at the second server", () -> version(client) == 2);
      stage.await("an empty first server", () -> first.peers().isEmpty());
    }
  }

  @Test
  void aServerThatGoesIsReplacedByTheOther() {
    StaticResolver both = new StaticResolver(List.of(first.local(), second.local()));
    try (MorayClient client = MorayClient.start("both", stage.seams, Stage.SHORT, both)) {
      stage.await("two connections", () -> client.statistics().idle() == 2);
      first.close();
      stage.await(
          "two connections to the second",
          () -> isAnsweredBySecond(client) && second.peers().size() == 2);
      assertThat(Stream.generate(() -> version(client)).limit(10).distinct()).containsExactly(2L);
    }
  }

  @Test
  void aThirdCallWaitsForOneOfTwoConnectionsAndIsBusyInTheEnd() {
    one.on("sql", request -> request.seams().runner().pause(Duration.ofMinutes(1)));
    MorayLimits limits =
        Stage.SHORT.withPool(
            Stage.SHORT
                .pool()
                .withTimes(Stage.SHORT.pool().times().withClaim(Duration.ofMillis(200))));
    MorayClient client = stage.client(first, limits);
    Rows<Json> a = client.sql("SELECT 1", List.of(), MorayOptions.NONE);
    Rows<Json> b = client.sql("SELECT 1", List.of(), MorayOptions.NONE);
    assertThat(client.statistics().claimed()).isEqualTo(2);
    assertThatThrownBy(() -> version(client))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BUSY));
    a.close();
    assertThat(version(client)).isEqualTo(1);
    b.close();
  }

  @Test
  void idleConnectionsAreTriedWithAPing() {
    MorayLimits limits =
        Stage.SHORT.withPool(
            Stage.SHORT
                .pool()
                .withTimes(
                    Stage.SHORT
                        .pool()
                        .times()
                        .withCheck(Duration.ofMillis(20), Duration.ofMillis(300))));
    MorayClient client = stage.client(first, limits);
    assertThat(version(client)).isEqualTo(1);
    stage.await(
        "pings",
        () -> one.asked().stream().filter(call -> call.method().equals("ping")).count() > 4);
    assertThat(one.asked())
        .filteredOn(call -> call.method().equals("ping"))
        .allMatch(call -> call.arguments().equals(Json.parse("[{}]")));
    // One that does not answer is replaced.
    int before = first.peers().stream().mapToInt(FastServer.Peer::id).max().orElseThrow();
    one.on("ping", request -> request.seams().runner().pause(Duration.ofMinutes(1)));
    stage.await(
        "a fresh connection", () -> first.peers().stream().anyMatch(peer -> peer.id() > before));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void eitherVersionOfTheProtocolIsSpoken(Protocol protocol) {
    StaticResolver there = new StaticResolver(first.local());
    try (MorayClient client = MorayClient.start("p", stage.seams, Stage.SHORT, there, protocol)) {
      assertThat(version(client)).isEqualTo(1);
      assertThat(client.sql("SELECT 'ü'", List.of(), MorayOptions.NONE).toList(0)).isEmpty();
    }
  }

  @Test
  void aStoppedClientRefusesCallsAndLeavesNothingOpen() {
    MorayClient client = stage.client(first);
    assertThat(version(client)).isEqualTo(1);
    assertThat(client.stop(stage.soon())).isTrue();
    assertThatThrownBy(() -> version(client))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CLOSED));
    stage.await("an empty server", () -> first.peers().isEmpty());
  }

  /// Reports what it is told to. Shared (a concurrent queue and an atomic report).
  private static final class ChangingResolver implements Resolver {

    private final ConcurrentLinkedQueue<Consumer<Set<Backend>>> reports =
        new ConcurrentLinkedQueue<>();

    @Override
    public void start(Consumer<Set<Backend>> report) {
      reports.add(report);
    }

    void report(Backend backend) {
      reports.forEach(report -> report.accept(Set.of(backend)));
    }

    @Override
    public void close() {
      reports.clear();
    }
  }
}

package atoll.cueball;

import static atoll.cueball.PoolStage.A;
import static atoll.cueball.PoolStage.B;
import static atoll.cueball.PoolStage.C;
import static atoll.cueball.PoolStage.play;
import static atoll.cueball.PoolStage.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.PrometheusText;
import atoll.kit.run.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoolTest {

  @Test
  void spreadsItsConnectionsEvenly() {
    play(stage -> {
      stage.resolver.say(A, B);
      stage.awaitIdle(4);
      assertThat(stage.pool.distribution())
          .containsExactlyInAnyOrder(new Holding(A, 2), new Holding(B, 2));
    });
  }

  @Test
  void goesRoundItsConnections() {
    play(stage -> {
      stage.resolver.say(A, B);
      stage.awaitIdle(4);
      Set<FakeConnector.Line> used = new HashSet<>();
      for (int turn = 0; turn < 4; turn++) {
        try (var claim = stage.pool.claim()) {
          used.add(claim.connection());
        }
      }
      assertThat(used).hasSize(4);
    });
  }

  @Test
  void anImmediateClaimGetsWhatIsIdleOrNothing() {
    play(stage -> {
      assertThat(stage.pool.tryClaim()).isEmpty();
      stage.resolver.say(A);
      stage.awaitIdle(4);
      List<Claim<FakeConnector.Line>> claims = new ArrayList<>();
      for (int count = 0; count < 4; count++) {
        claims.add(stage.pool.tryClaim().orElseThrow());
      }
      assertThat(stage.pool.tryClaim()).isEmpty();
      claims.getFirst().close();
      assertThat(stage.pool.tryClaim()).isPresent();
    });
  }

  @Test
  void aClaimWaitsUntilAnotherIsClosed() {
    play(stage -> {
      stage.resolver.say(A);
      stage.awaitIdle(4);
      List<Claim<FakeConnector.Line>> claims = claimAll(stage);
      Task giver =
          stage
              .world
              .runner()
              .schedule("giver", Duration.ofSeconds(2), () -> claims.getFirst().close());
      try (var claim = stage.pool.claim(stage.world.in(Duration.ofSeconds(3)))) {
        assertThat(claim.connection().closed).isFalse();
        assertThat(stage.world.clock().elapsed()).isGreaterThan(Duration.ofSeconds(2));
      }
      assertThat(giver.isDone()).isTrue();
    });
  }

  @Test
  void aClaimIsBusyAtItsDeadlineAndNotLater() {
    play(
        times(times -> times.withPatience(Duration.ofHours(1))),
        stage -> {
          stage.resolver.say(A);
          stage.awaitIdle(4);
          List<Claim<FakeConnector.Line>> claims = claimAll(stage);
          // Wake-ups in between do not begin the wait anew.
          stage.world.runner().submit("churn", () -> churn(stage, claims));
          Duration before = stage.world.clock().elapsed();
          assertFault(Fault.BUSY, () -> stage.pool.claim(stage.world.in(Duration.ofSeconds(3))));
          assertThat(stage.world.clock().elapsed().minus(before)).isEqualTo(Duration.ofSeconds(3));
          assertThat(stage.pool.statistics().late()).isEqualTo(1);
        });
  }

  private static void churn(PoolStage stage, List<Claim<FakeConnector.Line>> claims) {
    while (true) {
      stage.world.pause(Duration.ofMillis(500));
      claims.removeFirst().close();
      claims.add(stage.pool.tryClaim().orElseThrow());
    }
  }

  @Test
  void withoutABackendAClaimFailsAtItsDeadlineAsUnreachable() {
    play(stage -> {
      assertFault(
          Fault.UNREACHABLE, () -> stage.pool.claim(stage.world.in(Duration.ofMillis(100))));
      stage.resolver.say();
      assertFault(
          Fault.UNREACHABLE, () -> stage.pool.claim(stage.world.in(Duration.ofMillis(100))));
      stage.lines.refusing.add(A);
      stage.resolver.say(A);
      assertThatExceptionOfType(AtollException.class)
          .isThrownBy(() -> stage.pool.claim(stage.world.in(Duration.ofMillis(100))))
          .withMessageContaining("none of 1 backends could be reached")
          .withStackTraceContaining("refuses");
    });
  }

  @Test
  void turnsClaimsAwayBeyondItsLimitOfWaiting() {
    play(
        limits -> limits.withWaiting(1),
        stage -> {
          Task waiting = stage.world.runner().submit("waiting", () -> stage.pool.claim().close());
          stage.world.settle();
          assertFault(Fault.BUSY, () -> stage.pool.claim(stage.world.in(Duration.ofSeconds(1))));
          assertThat(stage.world.clock().elapsed()).isLessThan(Duration.ofSeconds(1));
          stage.resolver.say(A);
          assertThat(waiting.await(stage.world.in(Duration.ofSeconds(1)))).isTrue();
        });
  }

  @Test
  void aCancelledClaimLeavesItsTurnToTheNext() {
    play(stage -> {
      Task first = stage.world.runner().submit("first", () -> stage.pool.claim().close());
      Task second = stage.world.runner().submit("second", () -> stage.pool.claim().close());
      stage.world.settle();
      first.cancel();
      stage.resolver.say(A);
      assertThat(second.await(stage.world.in(Duration.ofSeconds(1)))).isTrue();
      stage.awaitIdle(4);
      assertThat(stage.pool.statistics().waiting()).isZero();
    });
  }

  @Test
  void aConnectionGivenBackAsBrokenIsReplaced() {
    play(stage -> {
      stage.resolver.say(A, B);
      stage.awaitIdle(4);
      FakeConnector.Line line;
      try (var claim = stage.pool.claim()) {
        line = claim.connection();
        claim.broken();
      }
      assertThat(line.closed).isTrue();
      stage.awaitIdle(4);
      assertThat(stage.linesTo(A)).isEqualTo(2);
      assertThat(stage.pool.statistics().broken()).isEqualTo(1);
      assertThat(stage.world.recorded().of(PoolEvent.ConnectionBroken.class)).hasSize(1);
    });
  }

  @Test
  void aConnectionThatIsBrokenIsNeitherTakenBackNorHandedOut() {
    play(stage -> {
      stage.resolver.say(A);
      stage.awaitIdle(4);
      stage.lines.open.forEach(line -> line.broken = true);
      try (var claim = stage.pool.claim()) {
        assertThat(claim.connection().broken).isFalse();
        claim.connection().broken = true;
      }
      stage.awaitIdle(4);
      assertThat(stage.pool.statistics().broken()).isEqualTo(5);
    });
  }

  @Test
  void aClosedClaimHasNoConnection() {
    play(stage -> {
      stage.resolver.say(A);
      Claim<FakeConnector.Line> claim = stage.pool.claim();
      claim.close();
      claim.close();
      assertFault(Fault.CLOSED, claim::connection);
      stage.awaitIdle(4);
    });
  }

  @Test
  void aClaimHeldForTooLongIsRevoked() {
    play(
        times(times -> times.withHold(Duration.ofMinutes(2))),
        stage -> {
          stage.resolver.say(A);
          Claim<FakeConnector.Line> lost = stage.pool.claim();
          FakeConnector.Line line = lost.connection();
          stage.world.await("the revocation", () -> line.closed, Duration.ofMinutes(4));
          assertThat(stage.world.clock().elapsed()).isGreaterThan(Duration.ofMinutes(2));
          assertFault(Fault.CLOSED, lost::connection);
          stage.awaitIdle(4);
          lost.close();
          assertThat(stage.pool.statistics().idle()).isEqualTo(4);
          assertThat(stage.pool.statistics().revoked()).isEqualTo(1);
          assertThat(stage.world.recorded().of(PoolEvent.ClaimsRevoked.class)).hasSize(1);
        });
  }

  @Test
  void connectionsThatDoNotAnswerAreReplacedWhileIdle() {
    play(stage -> {
      stage.resolver.say(A);
      stage.awaitIdle(4);
      stage.lines.open.iterator().next().mute = true;
      stage.world.await(
          "the check", () -> stage.pool.statistics().broken() == 1, Duration.ofSeconds(31));
      stage.awaitIdle(4);
      assertThat(stage.lines.open).noneMatch(line -> line.mute);
    });
  }

  @Test
  void connectionsMoveToANewBackend() {
    play(stage -> {
      stage.resolver.say(A);
      stage.awaitIdle(4);
      stage.resolver.say(A, B);
      stage.world.await("the move", () -> stage.linesTo(B) == 2, Duration.ofSeconds(5));
      stage.awaitIdle(4);
      assertThat(stage.linesTo(A)).isEqualTo(2);
    });
  }

  @Test
  void aNewBackendThatCannotBeReachedCostsTheOthersNothing() {
    play(stage -> {
      stage.resolver.say(A);
      stage.awaitIdle(4);
      stage.lines.refusing.add(B);
      stage.lines.hanging.add(C);
      stage.resolver.say(A, B, C);
      stage.world.pause(Duration.ofMinutes(1));
      assertThat(stage.pool.statistics().idle()).isEqualTo(4);
      assertThat(stage.pool.statistics().failing()).isEqualTo(2);
      assertThat(stage.world.recorded().of(PoolEvent.BackendDown.class)).hasSize(2);
      stage.lines.refusing.clear();
      stage.world.await("the move", () -> stage.linesTo(B) == 2, Duration.ofMinutes(3));
      assertThat(stage.world.recorded().of(PoolEvent.BackendUp.class)).hasSize(1);
    });
  }

  @Test
  void theShareOfAFailingBackendGoesToTheOthers() {
    play(stage -> {
      stage.lines.refusing.add(B);
      stage.resolver.say(A, B);
      stage.awaitIdle(4);
      assertThat(stage.linesTo(A)).isEqualTo(4);
    });
  }

  @Test
  void connectionsOfARemovedBackendGoAsTheyComeBack() {
    play(stage -> {
      stage.resolver.say(A);
      stage.awaitIdle(4);
      Claim<FakeConnector.Line> held = stage.pool.claim();
      stage.resolver.say(B);
      stage.world.await("the new ones", () -> stage.linesTo(B) == 3, Duration.ofSeconds(5));
      assertThat(stage.lines.open).hasSize(4).contains(held.connection());
      held.close();
      stage.world.await("the last one", () -> stage.linesTo(B) == 4, Duration.ofSeconds(5));
    });
  }

  @Test
  void aFailingBackendIsTriedAtGrowingIntervals() {
    play(stage -> {
      stage.lines.refusing.add(A);
      stage.resolver.say(A);
      stage.world.pause(Duration.ofMinutes(10));
      // Four at once, then 0.5 s × 1.5^n, up to a minute.
      assertThat(stage.lines.dialled.size()).isBetween(15, 40);
    });
  }

  @Test
  void moreBackendsThanItMayKnowAreLeftAside() {
    play(
        limits -> new PoolLimits(4, 10, 16, 2, limits.times(), limits.backoff()),
        stage -> {
          stage.resolver.say(A, B, C);
          stage.awaitIdle(4);
          assertThat(stage.pool.statistics().backends()).isEqualTo(2);
          assertThat(stage.world.recorded().of(PoolEvent.BackendsIgnored.class)).hasSize(1);
        });
  }

  @Test
  void decoherenceChangesTheOrderOfUse() {
    play(
        times(times -> times.withDecoherence(Duration.ofSeconds(5))),
        stage -> {
          stage.resolver.say(A, B);
          stage.awaitIdle(4);
          List<FakeConnector.Line> before = round(stage);
          stage.world.await(
              "another order", () -> !round(stage).equals(before), Duration.ofMinutes(1));
        });
  }

  private static List<FakeConnector.Line> round(PoolStage stage) {
    List<FakeConnector.Line> order = new ArrayList<>();
    for (int turn = 0; turn < 4; turn++) {
      try (var claim = stage.pool.claim()) {
        order.add(claim.connection());
      }
    }
    return order;
  }

  @Test
  void stoppingWaitsForWhatIsOutAndLeavesNothing() {
    play(stage -> {
      stage.resolver.say(A);
      stage.awaitIdle(4);
      Claim<FakeConnector.Line> held = stage.pool.claim();
      stage.world.runner().schedule("giver", Duration.ofSeconds(2), held::close);
      Task other = stage.world.runner().submit("other", stage.pool::close);
      assertThat(stage.pool.stop(stage.world.in(Duration.ofSeconds(10)))).isTrue();
      assertThat(stage.world.clock().elapsed()).isLessThan(Duration.ofSeconds(3));
      assertStopped(stage);
      assertThat(other.await(stage.world.in(Duration.ofSeconds(1)))).isTrue();
      assertThat(stage.resolver.closed).isTrue();
      assertFault(Fault.CLOSED, stage.pool::tryClaim);
      stage.resolver.say(B);
      assertThat(stage.pool.statistics().backends()).isEqualTo(1);
    });
  }

  @Test
  void stoppingRevokesWhatIsStillOutAtTheDeadline() {
    play(stage -> {
      stage.resolver.say(A);
      stage.awaitIdle(4);
      Claim<FakeConnector.Line> held = stage.pool.claim();
      assertThat(stage.pool.stop(stage.world.in(Duration.ofSeconds(10)))).isFalse();
      assertStopped(stage);
      held.close();
    });
  }

  @Test
  void stoppingEndsClaimsThatWaitAndDialsUnderWay() {
    play(stage -> {
      stage.lines.hanging.add(A);
      stage.resolver.say(A);
      List<Fault> ends = new ArrayList<>();
      stage
          .world
          .runner()
          .submit(
              "waiting",
              () -> {
                try (var claim = stage.pool.claim()) {
                  throw new AssertionError("got one to " + claim.backend());
                } catch (AtollException ended) {
                  ends.add(ended.fault());
                }
              });
      stage.world.pause(Duration.ofSeconds(1));
      assertThat(stage.pool.stop(stage.world.in(Duration.ofSeconds(10)))).isTrue();
      stage.world.settle();
      assertThat(ends).containsExactly(Fault.CLOSED);
      assertThat(stage.world.clock().elapsed()).isLessThan(Duration.ofSeconds(2));
      assertStopped(stage);
    });
  }

  @Test
  void showsItselfInTheRegistry() {
    play(stage -> {
      stage.resolver.say(A);
      stage.awaitIdle(4);
      stage.pool.claim().close();
      var held = stage.pool.claim();
      assertThat(PrometheusText.print(stage.registry))
          .contains("cueball_connections{pool=\"test\",state=\"idle\"} 3\n")
          .contains("cueball_connections{pool=\"test\",state=\"claimed\"} 1\n")
          .contains("cueball_claims_total{pool=\"test\",end=\"granted\"} 2\n")
          .contains("cueball_backends{pool=\"test\",state=\"usable\"} 1\n");
      held.close();
    });
  }

  private static List<Claim<FakeConnector.Line>> claimAll(PoolStage stage) {
    List<Claim<FakeConnector.Line>> claims = new ArrayList<>();
    for (int count = 0; count < 4; count++) {
      claims.add(stage.pool.claim());
    }
    return claims;
  }

  private static void assertStopped(PoolStage stage) {
    assertThat(stage.pool.state()).hasToString("stopped");
    assertThat(stage.lines.open).isEmpty();
    assertThat(stage.pool.statistics().total()).isZero();
    assertThat(stage.pool.statistics().waiting()).isZero();
  }

  private static void assertFault(Fault fault, Runnable call) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(call::run)
        .matches(thrown -> thrown.fault() == fault, "fault " + fault);
  }
}

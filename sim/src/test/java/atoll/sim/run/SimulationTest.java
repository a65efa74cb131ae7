package atoll.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.event.Event;
import atoll.kit.event.Level;
import atoll.kit.run.Runner;
import atoll.kit.run.Signal;
import atoll.kit.run.Task;
import atoll.sim.SeededRandomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
final class SimulationTest {

  private record Trouble(Level level, String code) implements Event {
    @Override
    public String message() {
      return "trouble";
    }
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    Set<Long> hashes = new HashSet<>();
    for (long seed = 1; seed <= 20; seed++) {
      List<String> first = new ArrayList<>();
      List<String> second = new ArrayList<>();
      Outcome outcome = Simulation.run(seed, world -> bustle(world, first));
      assertThat(Simulation.run(seed, world -> bustle(world, second))).isEqualTo(outcome);
      assertThat(second).isEqualTo(first);
      hashes.add(outcome.traceHash());
    }
    assertThat(hashes).hasSizeGreaterThan(15);
  }

  private static void bustle(World world, List<String> log) {
    Signal turn = world.runner().signal();
    SeededRandomness chance = world.randomness("bustle");
    List<Task> tasks = new ArrayList<>();
    for (int index = 0; index < 8; index++) {
      String name = "worker " + index;
      tasks.add(
          world
              .runner()
              .submit(
                  name,
                  () -> {
                    for (int round = 0; round < 10; round++) {
                      world.runner().pause(Duration.ofMillis(chance.nextInt(5)));
                      log.add(name + world.clock().elapsed());
                      turn.raise();
                      turn.await(world.in(Duration.ofMillis(chance.nextInt(3))));
                    }
                  }));
    }
    tasks.forEach(task -> assertThat(task.await(world.in(Duration.ofHours(1)))).isTrue());
  }

  @Test
  void longWaitsTakeNoRealTime() {
    long begin = System.nanoTime();
    Outcome outcome = Simulation.run(1, world -> world.pause(Duration.ofHours(20)));
    assertThat(outcome.virtualTime()).isEqualTo(Duration.ofHours(20));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void differentSeedsTryDifferentOrders() {
    Set<List<Integer>> orders = new HashSet<>();
    for (long seed = 1; seed <= 100; seed++) {
      List<Integer> order = new ArrayList<>();
      Simulation.run(
          seed,
          world -> {
            for (int index = 0; index < 3; index++) {
              int number = index;
              world.runner().submit("worker " + index, () -> order.add(number));
            }
          });
      orders.add(order);
    }
    assertThat(orders).hasSize(6);
  }

  @Test
  void aDeadlockIsReportedWithWhoWaitsForWhat() {
    assertThatThrownBy(() ->
            Simulation.run(
                7,
                world -> {
                  Gate fork = world.gate("the fork");
                  Gate knife = world.gate("the knife");
                  world.runner().submit("eater", () -> fork.await(world.in(Duration.ofDays(9))));
                  knife.await(world.in(Duration.ofDays(9)));
                }))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("seed 7")
        .hasMessageContaining("deadlock")
        .hasMessageContaining("\"eater\" waits for the fork")
        .hasMessageContaining("\"main\" waits for the knife");
  }

  @Test
  void aViolatedInvariantStopsTheRunAtThatStep() {
    AtomicInteger count = new AtomicInteger();
    assertThatThrownBy(() ->
            Simulation.run(
                3,
                world -> {
                  world.invariant("at most four", () -> count.get() <= 4);
                  while (true) {
                    count.incrementAndGet();
                    world.note("counted " + count);
                    world.pause(Duration.ofSeconds(1));
                  }
                }))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("at +PT4S: invariant \"at most four\" does not hold")
        .hasMessageContaining("note counted 5");
    assertThat(count).hasValue(5);
  }

  @Test
  void anAssertedInvariantShowsItsAssertion() {
    assertThatThrownBy(() ->
            Simulation.run(
                3,
                world -> {
                  List<Integer> list = new ArrayList<>();
                  world.asserted("sorted", () -> assertThat(list).isSorted());
                  list.add(2);
                  world.settle();
                  list.add(1);
                }))
        .isInstanceOf(SimulationFailure.class)
        .hasCauseInstanceOf(AssertionError.class);
  }

  @Test
  void workThatThrowsFailsTheRun() {
    assertThatThrownBy(() ->
            Simulation.run(
                1,
                world ->
                    world
                        .runner()
                        .submit(
                            "faulty",
                            () -> {
                              throw new IllegalStateException("on purpose");
                            })))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("faulty")
        .hasRootCauseMessage("on purpose");
  }

  @Test
  void anUnexpectedErrorFailsTheRunAndAnExpectedOneDoesNot() {
    Trouble error = new Trouble(Level.ERROR, "engine.trouble");
    assertThatThrownBy(() -> Simulation.run(1, world -> world.events().report(error)))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("engine.trouble");
    Simulation.run(
        1,
        world -> {
          world.recorded().expect("engine.trouble");
          world.events().report(error);
          world.events().report(new Trouble(Level.WARN, "engine.warning"));
          assertThat(world.recorded().all()).hasSize(2);
        });
  }

  @Test
  void boundsEndEndlessRuns() {
    SimulationLimits few = SimulationLimits.USUAL.withSteps(1_000);
    assertThatThrownBy(() ->
            Simulation.run(
                1,
                few,
                world -> {
                  while (true) {
                    world.pause(Duration.ZERO);
                  }
                }))
        .hasMessageContaining("more than 1000 steps");
    SimulationLimits brief = SimulationLimits.USUAL.withVirtualTime(Duration.ofMinutes(1));
    assertThatThrownBy(() ->
            Simulation.run(
                1,
                brief,
                world -> {
                  world.runner().repeat("tick", Duration.ofSeconds(1), () -> {});
                  world.gate("what never comes").await(world.in(Duration.ofHours(1)));
                }))
        .hasMessageContaining("nobody can go on before virtual time ends at +PT1M")
        .hasMessageContaining("\"main\" waits for what never comes");
    Simulation.run(
        1,
        SimulationLimits.USUAL.withWorks(3),
        world -> {
          world.runner().submit("a", () -> {});
          world.runner().submit("b", () -> {});
          assertThatThrownBy(() -> world.runner().submit("c", () -> {}))
              .isInstanceOfSatisfying(
                  AtollException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.BUSY));
        });
  }

  @Test
  void whatIsLeftIsCancelledAndEnds() {
    AtomicInteger ended = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    Simulation.run(
        5,
        world -> {
          for (int index = 0; index < 10; index++) {
            world
                .runner()
                .submit(
                    "server",
                    () -> {
                      threads.add(Thread.currentThread());
                      try {
                        world.pause(Duration.ofDays(1));
                      } finally {
                        ended.incrementAndGet();
                      }
                    });
          }
        });
    assertThat(ended).hasValue(10);
    assertAllEnd(threads);
  }

  @Test
  void noThreadOutlivesAFailedRun() {
    List<Thread> threads = new ArrayList<>();
    assertThatThrownBy(() ->
            Simulation.run(
                5,
                world -> {
                  world
                      .runner()
                      .submit(
                          "stubborn",
                          () -> {
                            threads.add(Thread.currentThread());
                            for (int attempt = 0; attempt < 5; attempt++) {
                              try {
                                world.pause(Duration.ofDays(1));
                              } catch (AtollException cancelled) {
                                world.note("goes on");
                              }
                            }
                          });
                  threads.add(Thread.currentThread());
                  world.pause(Duration.ofSeconds(1));
                  throw new AssertionError("on purpose");
                }))
        .hasRootCauseMessage("on purpose");
    assertThat(threads).hasSize(2);
    assertAllEnd(threads);
  }

  private static void assertAllEnd(List<Thread> threads) {
    for (Thread thread : threads) {
      try {
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  @Test
  void workThatWillNotEndFailsTheRun() {
    assertThatThrownBy(() ->
            Simulation.run(
                5,
                world ->
                    world
                        .runner()
                        .submit(
                            "immortal",
                            () -> {
                              while (true) {
                                try {
                                  world.pause(Duration.ofSeconds(1));
                                } catch (AtollException cancelled) {
                                  world.note("goes on");
                                }
                              }
                            })))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("\"immortal\"")
        .hasMessageContaining("although it was told to end");
  }

  @Test
  void aWaitUnderALockIsReportedAsStuck() {
    SimulationLimits impatient = SimulationLimits.USUAL.withPatience(Duration.ofMillis(300));
    ReentrantLock lock = new ReentrantLock();
    assertThatThrownBy(() ->
            Simulation.run(
                5,
                impatient,
                world -> {
                  lock.lock();
                  world.runner().submit("second", lock::lock);
                  world.pause(Duration.ofSeconds(1));
                }))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("\"second\" runs")
        .satisfies(failure ->
            assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().contains("ReentrantLock")));
  }

  @Test
  void aCrashedNodeDoesNothingMore() {
    for (long seed = 1; seed <= 20; seed++) {
      AtomicBoolean handled = new AtomicBoolean();
      AtomicBoolean signalled = new AtomicBoolean();
      Simulation.run(
          seed,
          world -> {
            Runner node = world.runner("node");
            Signal farewell = world.runner().signal();
            Task task =
                node.submit(
                    "server",
                    () -> {
                      try {
                        world.pause(Duration.ofHours(1));
                      } catch (AtollException caught) {
                        handled.set(true);
                      } finally {
                        farewell.raise();
                      }
                    });
            world.pause(Duration.ofSeconds(1));
            world.crash(node);
            assertThat(task.isDone()).isTrue();
            signalled.set(farewell.await(world.in(Duration.ofSeconds(1))));
            assertThatThrownBy(() -> node.submit("more", () -> {}))
                .isInstanceOf(AtollException.class);
          });
      assertThat(handled).isFalse();
      assertThat(signalled).isFalse();
    }
  }

  @Test
  void stallsHoldWorkUp() {
    SimulationLimits busy = SimulationLimits.USUAL.withStalls(0.5, Duration.ofSeconds(10));
    Outcome outcome =
        Simulation.run(
            4,
            busy,
            world -> {
              for (int round = 0; round < 100; round++) {
                world.pause(Duration.ZERO);
              }
            });
    assertThat(outcome.virtualTime()).isGreaterThan(Duration.ofSeconds(60));
    assertThat(
            Simulation.run(
                4,
                busy,
                world -> {
                  for (int round = 0; round < 100; round++) {
                    world.pause(Duration.ZERO);
                  }
                }))
        .isEqualTo(outcome);
  }

  @Test
  void aConditionIsSeenAtTheStepThatFulfilsIt() {
    Simulation.run(
        1,
        world -> {
          AtomicInteger value = new AtomicInteger();
          world.after(Duration.ofSeconds(3), "set", () -> value.set(1));
          world.after(Duration.ofSeconds(5), "set", () -> value.set(2));
          world.await("one", () -> value.get() == 1, Duration.ofSeconds(10));
          assertThat(world.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
          assertThatThrownBy(
                  () -> world.await("three", () -> value.get() == 3, Duration.ofSeconds(10)))
              .hasMessageContaining("three");
        });
  }

  @Test
  void aSimulationIsClosedToOtherThreads() {
    List<World> escaped = new ArrayList<>();
    Simulation.run(1, escaped::add);
    assertThatThrownBy(() -> escaped.getFirst().pause(Duration.ofSeconds(1)))
        .isInstanceOf(AssertionError.class);
  }
}

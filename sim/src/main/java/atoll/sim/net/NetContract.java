package atoll.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.net.Net;
import atoll.kit.run.Runner;
import atoll.kit.run.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [Net] does. A test class per implementation extends this.
@Timeout(120)
public abstract class NetContract {

  /// What a test of the suite runs in.
  ///
  /// @param host where to listen; dials from the same net reach it
  public record Surroundings(Net net, String host, Runner runner, Clock clock) {

    Deadline in(Duration wait) {
      return Deadline.after(clock, wait);
    }

    Deadline soon() {
      return in(Duration.ofSeconds(30));
    }

    Listener listen() {
      return net.listen(new Endpoint(host, 0));
    }
  }

  /// One test of the suite.
  @FunctionalInterface
  public interface Script {
    void play(Surroundings surroundings) throws Exception;
  }

  /// Runs a script where waiting is possible.
  protected abstract void play(Script script);

  // ---- dial, listen, accept ----

  @Test
  void aListenerNamesItsPort() {
    play(at -> {
      try (Listener listener = at.listen()) {
        assertThat(listener.local().port()).isPositive();
      }
    });
  }

  @Test
  void bothEndsAgreeOnWhoTheyAre() {
    pairs((at, caller, called) -> {
      assertThat(caller.remote().port()).isEqualTo(called.local().port());
      assertThat(called.remote().port()).isEqualTo(caller.local().port());
    });
  }

  @Test
  void bytesTravelBothWays() {
    pairs((at, caller, called) -> {
      caller.write(at.soon(), utf8("question"));
      assertThat(read(at, called, 8)).isEqualTo("question");
      called.write(at.soon(), utf8("answer"));
      assertThat(read(at, caller, 6)).isEqualTo("answer");
    });
  }

  @Test
  void manySourcesArriveInOrderAndAreConsumed() {
    pairs((at, caller, called) -> {
      ByteBuffer direct = ByteBuffer.allocateDirect(3).put(utf8("def")).flip();
      ByteBuffer readOnly = utf8("ghi").asReadOnlyBuffer();
      ByteBuffer middle = utf8("xxjklxx").position(2).limit(5);
      caller.write(at.soon(), utf8("abc"), direct, ByteBuffer.allocate(0), readOnly, middle);
      assertThat(direct.hasRemaining() || readOnly.hasRemaining()).isFalse();
      assertThat(middle.position()).isEqualTo(5);
      assertThat(read(at, called, 12)).isEqualTo("abcdefghijkl");
      caller.write(at.soon());
    });
  }

  @Test
  void aReadFillsNoMoreThanItsBufferHasRoomFor() {
    pairs((at, caller, called) -> {
      caller.write(at.soon(), utf8("0123456789"));
      ByteBuffer target = ByteBuffer.allocateDirect(16).position(4).limit(7);
      while (target.hasRemaining()) {
        assertThat(called.read(target, at.soon())).isBetween(1, 3);
      }
      assertThat(utf8(target.flip().position(4))).isEqualTo("012");
      assertThat(read(at, called, 7)).isEqualTo("3456789");
    });
  }

  @Test
  void connectionsToOneListenerDoNotMix() {
    play(at -> {
      try (Listener listener = at.listen();
          Connection first = at.net().dial(listener.local(), at.soon());
          Connection second = at.net().dial(listener.local(), at.soon());
          Connection one = listener.accept(at.soon());
          Connection two = listener.accept(at.soon())) {
        first.write(at.soon(), utf8("first!"));
        second.write(at.soon(), utf8("second"));
        boolean inOrder = one.remote().port() == first.local().port();
        assertThat(read(at, inOrder ? one : two, 6)).isEqualTo("first!");
        assertThat(read(at, inOrder ? two : one, 6)).isEqualTo("second");
      }
    });
  }

  @Test
  void aTakenPortIsAConflict() {
    play(at -> {
      try (Listener listener = at.listen()) {
        Endpoint taken = new Endpoint(at.host(), listener.local().port());
        assertFault(Fault.CONFLICT, () -> at.net().listen(taken));
      }
    });
  }

  @Test
  void aPortThatWasGivenBackCanBeTakenAgain() {
    play(at -> {
      Listener listener = at.listen();
      Endpoint same = new Endpoint(at.host(), listener.local().port());
      listener.close();
      listener.close();
      try (Listener again = at.net().listen(same)) {
        assertThat(again.local().port()).isEqualTo(same.port());
      }
    });
  }

  @Test
  void aDialWhereNobodyListensIsUnreachable() {
    play(at -> {
      Listener listener = at.listen();
      Endpoint gone = listener.local();
      listener.close();
      assertFault(Fault.UNREACHABLE, () -> at.net().dial(gone, at.soon()));
    });
  }

  @Test
  void acceptEndsAtItsDeadline() {
    play(at -> {
      try (Listener listener = at.listen()) {
        long begin = at.clock().nanos();
        assertFault(Fault.TIMEOUT, () -> listener.accept(at.in(Duration.ofMillis(40))));
        assertThat(at.clock().nanos() - begin).isGreaterThanOrEqualTo(39_000_000);
        try (Connection late = at.net().dial(listener.local(), at.soon());
            Connection taken = listener.accept(at.soon())) {
          assertThat(taken.remote().port()).isEqualTo(late.local().port());
        }
      }
    });
  }

  @Test
  void closingAListenerEndsAnAccept() {
    play(at -> {
      Listener listener = at.listen();
      assertThat(faultOf(at, () -> listener.accept(at.in(Duration.ofMinutes(5))), listener::close))
          .isEqualTo(Fault.CLOSED);
      assertFault(Fault.CLOSED, () -> listener.accept(at.soon()));
    });
  }

  // ---- the end of a stream ----

  @Test
  void theEndOfOutputIsSeenAfterAllBytes() {
    pairs((at, caller, called) -> {
      caller.write(at.soon(), utf8("last words"));
      caller.endOutput();
      assertThat(read(at, called, 10)).isEqualTo("last words");
      assertThat(called.read(ByteBuffer.allocate(1), at.soon())).isEqualTo(-1);
      assertThat(called.read(ByteBuffer.allocate(1), at.soon())).isEqualTo(-1);
      called.write(at.soon(), utf8("reply"));
      called.endOutput();
      assertThat(read(at, caller, 5)).isEqualTo("reply");
      assertThat(caller.read(ByteBuffer.allocate(1), at.soon())).isEqualTo(-1);
    });
  }

  @Test
  void aClosedPeerIsSeenAsTheEnd() {
    pairs((at, caller, called) -> {
      caller.write(at.soon(), utf8("bye"));
      caller.close();
      assertThat(read(at, called, 3)).isEqualTo("bye");
      assertThat(called.read(ByteBuffer.allocate(1), at.soon())).isEqualTo(-1);
    });
  }

  @Test
  void writingToAClosedPeerBecomesUnreachable() {
    pairs((at, caller, called) -> {
      called.close();
      ByteBuffer block = ByteBuffer.allocateDirect(1 << 16);
      assertFault(
          Fault.UNREACHABLE,
          () -> {
            for (int write = 0; write < 1_000; write++) {
              caller.write(at.soon(), block.clear());
              at.runner().pause(Duration.ofMillis(1));
            }
          });
    });
  }

  @Test
  void aConnectionNobodyAcceptedEndsWithItsListener() {
    play(at -> {
      Listener listener = at.listen();
      try (Connection waiting = at.net().dial(listener.local(), at.soon())) {
        listener.close();
        try {
          assertThat(waiting.read(ByteBuffer.allocate(1), at.soon())).isEqualTo(-1);
        } catch (AtollException reset) {
          assertThat(reset.fault()).isEqualTo(Fault.UNREACHABLE);
        }
      }
    });
  }

  // ---- deadlines ----

  @Test
  void aReadEndsAtItsDeadlineAndTheConnectionLivesOn() {
    pairs((at, caller, called) -> {
      long begin = at.clock().nanos();
      assertFault(
          Fault.TIMEOUT, () -> called.read(ByteBuffer.allocate(4), at.in(Duration.ofMillis(40))));
      assertThat(at.clock().nanos() - begin).isGreaterThanOrEqualTo(39_000_000);
      caller.write(at.soon(), utf8("late"));
      assertThat(read(at, called, 4)).isEqualTo("late");
    });
  }

  @Test
  void aWriteThatThePeerDoesNotTakeEndsAtItsDeadline() {
    pairs((at, caller, called) -> {
      ByteBuffer block = ByteBuffer.allocateDirect(1 << 20);
      assertFault(
          Fault.TIMEOUT,
          () -> {
            for (int write = 0; write < 256; write++) {
              caller.write(at.in(Duration.ofMillis(200)), block.clear());
            }
          });
    });
  }

  // ---- closing and cancelling from elsewhere ----

  @Test
  void closeFromElsewhereEndsARead() {
    pairs((at, caller, called) -> {
      ByteBuffer target = ByteBuffer.allocate(1);
      assertThat(
              faultOf(at, () -> called.read(target, at.in(Duration.ofMinutes(5))), called::close))
          .isEqualTo(Fault.CLOSED);
    });
  }

  @Test
  void closeFromElsewhereEndsAWrite() {
    pairs((at, caller, called) ->
        assertThat(faultOf(at, () -> writeForever(at, caller), caller::close))
            .isEqualTo(Fault.CLOSED));
  }

  @Test
  void aClosedConnectionRefusesEverythingButClose() {
    pairs((at, caller, called) -> {
      caller.close();
      caller.close();
      assertFault(Fault.CLOSED, () -> caller.read(ByteBuffer.allocate(1), at.soon()));
      assertFault(Fault.CLOSED, () -> caller.write(at.soon(), utf8("x")));
    });
  }

  @Test
  void cancelEndsAnAccept() {
    play(at -> {
      try (Listener listener = at.listen()) {
        assertThat(faultOf(at, () -> listener.accept(at.in(Duration.ofMinutes(5))), null))
            .isEqualTo(Fault.CANCELLED);
      }
    });
  }

  @Test
  void cancelEndsARead() {
    pairs((at, caller, called) -> {
      ByteBuffer target = ByteBuffer.allocate(1);
      assertThat(faultOf(at, () -> called.read(target, at.in(Duration.ofMinutes(5))), null))
          .isEqualTo(Fault.CANCELLED);
    });
  }

  @Test
  void cancelEndsAWrite() {
    pairs((at, caller, called) ->
        assertThat(faultOf(at, () -> writeForever(at, caller), null)).isEqualTo(Fault.CANCELLED));
  }

  // ---- much ----

  @Test
  void muchDataArrivesWholeWhenTheReaderIsSlow() {
    pairs((at, caller, called) -> {
      int blocks = 64;
      CRC32C sent = new CRC32C();
      Task writer =
          at.runner()
              .submit(
                  "writer",
                  () -> {
                    ByteBuffer block = ByteBuffer.allocateDirect(64 * 1024);
                    for (int number = 0; number < blocks; number++) {
                      fill(block.clear(), number);
                      sent.update(block.duplicate());
                      caller.write(at.soon(), block);
                    }
                    caller.endOutput();
                  });
      CRC32C received = new CRC32C();
      AtomicLong count = new AtomicLong();
      ByteBuffer target = ByteBuffer.allocateDirect(20_011);
      while (called.read(target.clear(), at.soon()) >= 0) {
        count.addAndGet(target.position());
        received.update(target.flip());
        if (count.get() % 16 == 0) {
          at.runner().pause(Duration.ofMillis(1));
        }
      }
      assertThat(writer.await(at.soon())).isTrue();
      assertThat(count).hasValue(blocks * 64L * 1024);
      assertThat(received.getValue()).isEqualTo(sent.getValue());
    });
  }

  @Test
  void bothDirectionsFlowAtOnce() {
    pairs((at, caller, called) -> {
      int rounds = 200;
      Task echo =
          at.runner()
              .submit(
                  "echo",
                  () -> {
                    ByteBuffer block = ByteBuffer.allocateDirect(4096);
                    while (called.read(block.clear(), at.soon()) >= 0) {
                      called.write(at.soon(), block.flip());
                    }
                    called.endOutput();
                  });
      Task writer =
          at.runner()
              .submit(
                  "writer",
                  () -> {
                    ByteBuffer block = ByteBuffer.allocateDirect(1000);
                    for (int round = 0; round < rounds; round++) {
                      fill(block.clear(), round);
                      caller.write(at.soon(), block);
                    }
                    caller.endOutput();
                  });
      ByteBuffer block = ByteBuffer.allocateDirect(1000);
      ByteBuffer expected = ByteBuffer.allocateDirect(1000);
      for (int round = 0; round < rounds; round++) {
        block.clear();
        while (block.hasRemaining()) {
          assertThat(caller.read(block, at.soon())).isPositive();
        }
        fill(expected.clear(), round);
        assertThat(block.flip()).isEqualTo(expected);
      }
      assertThat(caller.read(block.clear(), at.soon())).isEqualTo(-1);
      assertThat(writer.await(at.soon()) && echo.await(at.soon())).isTrue();
    });
  }

  // ---- helpers ----

  /// A test with both ends of a fresh connection.
  private interface PairScript {
    void play(Surroundings at, Connection caller, Connection called) throws Exception;
  }

  private void pairs(PairScript script) {
    play(at -> {
      try (Listener listener = at.listen();
          Connection caller = at.net().dial(listener.local(), at.soon());
          Connection called = listener.accept(at.soon())) {
        script.play(at, caller, called);
      }
    });
  }

  private static void writeForever(Surroundings at, Connection connection) {
    ByteBuffer block = ByteBuffer.allocateDirect(1 << 20);
    while (true) {
      connection.write(at.in(Duration.ofMinutes(5)), block.clear());
    }
  }

  /// With which fault a wait ends when `end` is done to it, or, without one, when it is cancelled.
  private static @Nullable Fault faultOf(Surroundings at, Runnable wait, @Nullable Runnable end) {
    AtomicReference<@Nullable Fault> met = new AtomicReference<>();
    Task task =
        at.runner()
            .submit(
                "waiter",
                () -> {
                  try {
                    wait.run();
                  } catch (AtollException thrown) {
                    met.set(thrown.fault());
                  }
                });
    at.runner().pause(Duration.ofMillis(100));
    assertThat(task.isDone()).as("it waits").isFalse();
    if (end == null) {
      task.cancel();
    } else {
      end.run();
    }
    assertThat(task.await(at.soon())).as("it ended").isTrue();
    return met.get();
  }

  private static void assertFault(Fault fault, ThrowingCallable call) {
    Consumer<AtollException> sameFault = thrown -> assertThat(thrown.fault()).isEqualTo(fault);
    assertThatThrownBy(call).isInstanceOfSatisfying(AtollException.class, sameFault);
  }

  private static String read(Surroundings at, Connection connection, int count) {
    ByteBuffer target = ByteBuffer.allocate(count);
    while (target.hasRemaining()) {
      assertThat(connection.read(target, at.soon())).as("bytes read").isPositive();
    }
    return utf8(target.flip());
  }

  private static void fill(ByteBuffer block, int number) {
    for (int index = 0; index < block.capacity(); index++) {
      block.put((byte) (index * 31 + number * 7 + (index >> 8)));
    }
    block.flip();
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String utf8(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }
}

package atoll.kit.real;

import static atoll.kit.Faults.assertFault;
import static atoll.kit.Faults.faultOf;
import static atoll.kit.real.Waiting.ample;
import static atoll.kit.real.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.run.Task;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealNetTest {

  private static final Duration SOON = Duration.ofMillis(100);

  private final RealNet net = new RealNet();
  private final RealRunner runner = new RealRunner(Events.NONE);
  private final Listener listener = net.listen(new Endpoint("127.0.0.1", 0));
  private final Connection here = net.dial(listener.local(), ample());
  private final Connection there = listener.accept(ample());

  @AfterEach
  void close() {
    here.close();
    there.close();
    listener.close();
    runner.close();
  }

  @Test
  void carriesBytesBothWays() {
    here.write(ample(), utf8("to "), ByteBuffer.allocate(0), utf8("there"));
    assertThat(read(there, 8)).isEqualTo("to there");
    there.write(ample(), utf8("and back"));
    assertThat(read(here, 8)).isEqualTo("and back");
    assertThat(here.remote()).isEqualTo(there.local());
    assertThat(there.remote()).isEqualTo(here.local());
  }

  @Test
  void readsIntoBuffersOfEveryKind() {
    here.write(ample(), utf8("abcdef"));
    ByteBuffer direct = ByteBuffer.allocateDirect(2);
    assertThat(there.read(direct, ample())).isEqualTo(2);
    assertThat(text(direct)).isEqualTo("ab");
    ByteBuffer slice = ByteBuffer.allocate(10).position(3).slice();
    assertThat(there.read(slice.limit(2), ample())).isEqualTo(2);
    assertThat(text(slice)).isEqualTo("cd");
  }

  @Test
  void movesLargeWritesWholeFromHeapAndFromOutsideIt() {
    byte[] content = new byte[3_000_000];
    new Random(7).nextBytes(content);
    ByteBuffer direct = ByteBuffer.allocateDirect(content.length).put(content).flip();
    Task writer =
        runner.submit("writer", () -> here.write(ample(), ByteBuffer.wrap(content), direct));
    ByteBuffer received = ByteBuffer.allocate(2 * content.length);
    while (received.hasRemaining()) {
      there.read(received, ample());
    }
    assertThat(writer.await(ample())).isTrue();
    assertThat(received.flip().slice(0, content.length)).isEqualTo(ByteBuffer.wrap(content));
    assertThat(received.slice(content.length, content.length)).isEqualTo(ByteBuffer.wrap(content));
  }

  @Test
  void endOfOutputIsSeenWhileReadingGoesOn() {
    here.endOutput();
    assertThat(there.read(ByteBuffer.allocate(1), ample())).isEqualTo(-1);
    there.write(ample(), utf8("still"));
    assertThat(read(here, 5)).isEqualTo("still");
  }

  @Test
  void aReadThatTimesOutLeavesTheConnectionGood() {
    assertFault(Fault.TIMEOUT, () -> here.read(ByteBuffer.allocate(1), Waiting.in(SOON)));
    there.write(ample(), utf8("late"));
    assertThat(read(here, 4)).isEqualTo("late");
  }

  @Test
  void aReadThatTimesOutOnAVirtualThreadLeavesTheConnectionGood() {
    AtomicReference<String> seen = new AtomicReference<>("");
    Task task =
        runner.submit(
            "reader",
            () -> {
              assertFault(Fault.TIMEOUT, () -> here.read(ByteBuffer.allocate(1), Waiting.in(SOON)));
              there.write(ample(), utf8("late"));
              seen.set(read(here, 4));
            });
    assertThat(task.await(ample())).isTrue();
    assertThat(seen).hasValue("late");
  }

  @Test
  void aPassedDeadlineEndsEveryWaitBeforeItBegins() {
    Deadline passed = Waiting.in(Duration.ZERO);
    assertFault(Fault.TIMEOUT, () -> here.read(ByteBuffer.allocate(1), passed));
    assertFault(Fault.TIMEOUT, () -> here.write(passed, utf8("x")));
    assertFault(Fault.TIMEOUT, () -> listener.accept(passed));
    assertFault(Fault.TIMEOUT, () -> net.dial(listener.local(), passed));
    here.write(ample(), utf8("ok"));
    assertThat(read(there, 2)).isEqualTo("ok");
  }

  @Test
  void aWriteNobodyReadsTimesOutAndClosesTheConnection() {
    ByteBuffer more = ByteBuffer.allocate(64 << 20);
    AtollException late = faultOf(() -> here.write(Waiting.in(SOON), more));
    assertThat(late.fault()).isEqualTo(Fault.TIMEOUT);
    assertThat(late).hasMessageContaining(here.remote().toString());
    assertFault(Fault.CLOSED, () -> here.write(ample(), utf8("x")));
  }

  @Test
  void aWriteOnAVirtualThreadTimesOutToo() {
    ByteBuffer more = ByteBuffer.allocate(64 << 20);
    AtomicReference<Fault> seen = new AtomicReference<>();
    Task task =
        runner.submit(
            "writer", () -> seen.set(faultOf(() -> here.write(Waiting.in(SOON), more)).fault()));
    assertThat(task.await(ample())).isTrue();
    assertThat(seen).hasValue(Fault.TIMEOUT);
    assertFault(Fault.CLOSED, () -> here.read(ByteBuffer.allocate(1), ample()));
  }

  @Test
  void aSlowWriteWithinItsDeadlineSurvivesTheDeadlinesOfEarlierOnes() {
    Deadline soon = Waiting.in(Duration.ofMillis(400));
    here.write(soon, utf8("quick"));
    ByteBuffer large = ByteBuffer.allocate(16 << 20);
    Task slow = runner.submit("slow", () -> here.write(ample(), large));
    until(() -> soon.hasPassed(new RealClock()));
    ByteBuffer received = ByteBuffer.allocate((16 << 20) + 5);
    while (received.hasRemaining()) {
      there.read(received, ample());
    }
    assertThat(slow.await(ample())).isTrue();
    assertThat(large.hasRemaining()).isFalse();
  }

  @Test
  void closeFromAnotherThreadEndsReadsWritesAndAccepts() {
    assertEndsOnClose(Fault.CLOSED, () -> here.read(ByteBuffer.allocate(1), ample()), here);
    assertEndsOnClose(Fault.CLOSED, () -> listener.accept(ample()), listener);
  }

  @Test
  void closeFromAnotherThreadEndsAWrite() {
    assertEndsOnClose(Fault.CLOSED, () -> here.write(ample(), ByteBuffer.allocate(64 << 20)), here);
  }

  @Test
  void cancellingTheWorkEndsItsRead() {
    assertEndsOnCancel(() -> here.read(ByteBuffer.allocate(1), ample()));
  }

  @Test
  void cancellingTheWorkEndsItsWrite() {
    ByteBuffer more = ByteBuffer.allocate(64 << 20);
    assertEndsOnCancel(() -> here.write(ample(), more));
  }

  @Test
  void cancellingTheWorkEndsItsAccept() {
    assertEndsOnCancel(() -> listener.accept(ample()));
  }

  @Test
  void workCancelledBeforehandDoesNotTouchTheConnection() {
    AtomicReference<Fault> seen = new AtomicReference<>();
    Task task =
        runner.submit(
            "cancelled",
            () -> {
              Thread.currentThread().interrupt();
              seen.set(faultOf(() -> here.read(ByteBuffer.allocate(1), ample())).fault());
            });
    assertThat(task.await(ample())).isTrue();
    assertThat(seen).hasValue(Fault.CANCELLED);
    there.write(ample(), utf8("on"));
    assertThat(read(here, 2)).isEqualTo("on");
  }

  @Test
  void everythingOnAClosedConnectionSaysClosed() {
    here.close();
    here.close();
    assertFault(Fault.CLOSED, () -> here.read(ByteBuffer.allocate(1), ample()));
    assertFault(Fault.CLOSED, () -> here.write(ample(), utf8("x")));
    assertFault(Fault.CLOSED, here::endOutput);
    listener.close();
    assertFault(Fault.CLOSED, () -> listener.accept(ample()));
  }

  @Test
  void aBrokenConnectionIsUnreachable() {
    here.write(ample(), utf8("unread"));
    read(there, 1);
    there.close();
    // Bytes were left unread, so the system resets the connection.
    assertFault(Fault.UNREACHABLE, () -> here.read(ByteBuffer.allocate(1), ample()));
  }

  @Test
  void aPortNobodyListensAtIsUnreachable() {
    Endpoint free = listener.local();
    listener.close();
    AtollException refused = faultOf(() -> net.dial(free, ample()));
    assertThat(refused.fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(refused).hasMessageContaining(free.toString());
  }

  @Test
  void anUnknownNameIsUnreachable() {
    RealNet lost =
        new RealNet(
            NetLimits.USUAL,
            host -> {
              throw new UnknownHostException(host);
            });
    AtollException unknown = faultOf(() -> lost.dial(new Endpoint("nowhere.test", 1), ample()));
    assertThat(unknown.fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(unknown).hasMessageContaining("nowhere.test");
  }

  @Test
  void aSlowNameServerTimesOut() {
    CountDownLatch release = new CountDownLatch(1);
    RealNet slow =
        new RealNet(
            new NetLimits(1, 1, 8),
            host -> {
              until(() -> release.getCount() == 0);
              return InetAddress.getAllByName("127.0.0.1");
            });
    Endpoint name = new Endpoint("slow.test", listener.local().port());
    assertFault(Fault.TIMEOUT, () -> slow.dial(name, Waiting.in(SOON)));
    assertFault(Fault.TIMEOUT, () -> slow.dial(name, Waiting.in(SOON)));
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger served = new AtomicInteger();
    for (int dialling = 0; dialling < 5; dialling++) {
      runner.submit("dialling", () -> countDial(slow, name, served, refused));
    }
    until(() -> refused.get() == 4);
    release.countDown();
    until(() -> served.get() == 1);
    try (Connection late = slow.dial(name, ample())) {
      assertThat(late.remote()).isEqualTo(listener.local());
    }
  }

  @Test
  void triesTheNextAddressOfAName() {
    InetAddress live = InetAddress.ofLiteral("127.0.0.1");
    InetAddress dead = InetAddress.ofLiteral("127.0.0.77");
    RealNet two = new RealNet(NetLimits.USUAL, host -> new InetAddress[] {dead, live});
    Endpoint name = new Endpoint("two.test", listener.local().port());
    try (Connection found = two.dial(name, ample())) {
      assertThat(found.remote().host()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void aTakenPortIsAConflictAndAForeignAddressBadInput() {
    AtollException taken = faultOf(() -> net.listen(listener.local()));
    assertThat(taken.fault()).isEqualTo(Fault.CONFLICT);
    assertThat(taken).hasMessageContaining(listener.local().toString());
    // Reserved for documentation, so no machine has it.
    assertFault(Fault.BAD_INPUT, () -> net.listen(new Endpoint("192.0.2.1", 0)));
  }

  @Test
  void anAddressWithoutRoomForConnectionsTimesOut() {
    Listener full = new RealNet(new NetLimits(1, 1, 1)).listen(new Endpoint("127.0.0.1", 0));
    try (full) {
      AtomicReference<Fault> seen = new AtomicReference<>();
      until(() -> {
        try {
          var _ = net.dial(full.local(), Waiting.in(Duration.ofMillis(200)));
          return false;
        } catch (AtollException refused) {
          seen.set(refused.fault());
          return true;
        }
      });
      assertThat(seen).hasValue(Fault.TIMEOUT);
    }
  }

  @Test
  void manyVirtualThreadsTalkAtATime() {
    int count = 200;
    CountDownLatch echoed = new CountDownLatch(count);
    runner.submit(
        "server",
        () -> {
          for (int served = 0; served < count; served++) {
            Connection peer = listener.accept(ample());
            runner.submit("echo", () -> peer.write(ample(), utf8(read(peer, 4))));
          }
        });
    for (int number = 0; number < count; number++) {
      String word = String.format("%04d", number);
      runner.submit(
          "client",
          () -> {
            try (Connection client = net.dial(listener.local(), ample())) {
              client.write(ample(), utf8(word));
              if (read(client, 4).equals(word)) {
                echoed.countDown();
              }
            }
          });
    }
    until(() -> echoed.getCount() == 0);
  }

  @Test
  void aPassedWaitNamesItsLimits() {
    assertThat(NetLimits.USUAL.list()).hasSize(3).allMatch(limit -> !limit.whenReached().isEmpty());
  }

  private static void countDial(
      RealNet net, Endpoint to, AtomicInteger served, AtomicInteger refused) {
    try (Connection connection = net.dial(to, ample())) {
      assertThat(connection.remote().port()).isEqualTo(to.port());
      served.incrementAndGet();
    } catch (AtollException busy) {
      assertThat(busy.fault()).isEqualTo(Fault.BUSY);
      refused.incrementAndGet();
    }
  }

  private void assertEndsOnClose(Fault expected, ThrowingCallable wait, AutoCloseable closed) {
    assertEnds(expected, wait, task -> assertThatCode(closed::close).doesNotThrowAnyException());
  }

  private void assertEndsOnCancel(ThrowingCallable wait) {
    assertEnds(Fault.CANCELLED, wait, Task::cancel);
  }

  private void assertEnds(Fault expected, ThrowingCallable wait, Consumer<Task> ending) {
    AtomicReference<Fault> seen = new AtomicReference<>();
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    Task task =
        runner.submit(
            "waiter",
            () -> {
              thread.complete(Thread.currentThread());
              seen.set(faultOf(wait).fault());
            });
    Waiting.untilBlocked(thread.join());
    ending.accept(task);
    assertThat(task.await(ample())).isTrue();
    assertThat(seen).hasValue(expected);
  }

  private static String read(Connection connection, int count) {
    ByteBuffer target = ByteBuffer.allocate(count);
    while (target.hasRemaining() && connection.read(target, ample()) >= 0) {}
    return text(target);
  }

  private static String text(ByteBuffer filled) {
    return StandardCharsets.UTF_8.decode(filled.flip()).toString();
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}

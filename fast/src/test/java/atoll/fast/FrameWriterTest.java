package atoll.fast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FrameWriterTest {

  private final Machine machine = new Machine();
  private final SlowConnection connection = new SlowConnection();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicInteger idle = new AtomicInteger();

  private final FrameWriter writer =
      new FrameWriter(
          connection,
          machine.seams,
          Machine.tight(),
          idle::incrementAndGet,
          cause -> broken.incrementAndGet());

  @AfterEach
  void close() {
    connection.open.countDown();
    machine.close();
  }

  private boolean send(FrameWriter.By by, int size) {
    return writer.send(machine.soon(), by, new byte[size]);
  }

  @Test
  void whatGathersDuringAWriteGoesOutInOne() {
    send(FrameWriter.By.WORK, 10);
    machine.await("the first write", () -> connection.writes.size() == 1);
    for (int i = 0; i < 50; i++) {
      assertThat(send(FrameWriter.By.SENDER, 10)).isTrue();
    }
    assertThat(connection.writes).containsExactly(1);
    connection.open.countDown();
    machine.await("all to be written", writer::isIdle);
    assertThat(connection.writes).containsExactly(1, 50);
    machine.await("word of it", () -> idle.get() > 0);
  }

  @Test
  void aSenderThatIsAloneWritesItself() {
    connection.open.countDown();
    assertThat(send(FrameWriter.By.SENDER, 10)).isTrue();
    assertThat(connection.writes).containsExactly(1);
    assertThat(writer.isIdle()).isTrue();
  }

  @Test
  void whoFindsTheQueueFullWaitsUntilItsDeadlineOrForRoom() {
    send(FrameWriter.By.WORK, Machine.tight().unsentBytes());
    Deadline early = Deadline.after(machine.clock, Duration.ofMillis(30));
    assertThat(writer.send(early, FrameWriter.By.WORK, new byte[1])).isFalse();
    var waiting =
        machine.runner.submit("waiting", () -> assertThat(send(FrameWriter.By.WORK, 1)).isTrue());
    connection.open.countDown();
    assertThat(waiting.await(machine.soon())).isTrue();
    machine.await("all to be written", writer::isIdle);
  }

  @Test
  void aFailedWriteIsToldOnceAndEndsAllSending() {
    connection.failing = true;
    connection.open.countDown();
    send(FrameWriter.By.SENDER, 10);
    assertThat(broken).hasValue(1);
    assertThatThrownBy(() -> send(FrameWriter.By.SENDER, 10))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CLOSED));
    assertThat(broken).hasValue(1);
  }

  /// Lets writes through once it is opened, and notes how many frames each had.
  private static final class SlowConnection implements Connection {
    final CountDownLatch open = new CountDownLatch(1);
    final List<Integer> writes = new CopyOnWriteArrayList<>();
    volatile boolean failing;

    @Override
    public Endpoint local() {
      return new Endpoint("here", 1);
    }

    @Override
    public Endpoint remote() {
      return new Endpoint("there", 1);
    }

    @Override
    public int read(ByteBuffer target, Deadline deadline) {
      throw new AssertionError("nobody reads here");
    }

    @Override
    public void write(Deadline deadline, ByteBuffer... sources) {
      writes.add(sources.length);
      try {
        assertThat(open.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (failing) {
        throw new AtollException(Fault.UNREACHABLE, "reset");
      }
    }

    @Override
    public void endOutput() {}

    @Override
    public void close() {}
  }
}

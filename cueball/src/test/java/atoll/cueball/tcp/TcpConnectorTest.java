package atoll.cueball.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.cueball.Backend;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpConnectorTest {

  private static final RealClock CLOCK = new RealClock();

  private final RealNet net = new RealNet();
  private final TcpConnector connector = new TcpConnector(net, CLOCK);
  private final Listener door = net.listen(new Endpoint("127.0.0.1", 0));
  private final TcpStream stream = connector.connect(Backend.of(door.local()), soon());
  private final Connection peer = door.accept(soon());

  @AfterEach
  void close() {
    stream.close();
    peer.close();
    door.close();
  }

  private static Deadline soon() {
    return Deadline.after(CLOCK, Duration.ofSeconds(10));
  }

  private static Deadline now() {
    return Deadline.after(CLOCK, Duration.ofMillis(1));
  }

  @Test
  void aFreshStreamIsAliveAndCarriesBytesBothWays() {
    assertThat(connector.isBroken(stream)).isFalse();
    assertThat(connector.isAlive(stream, soon())).isTrue();
    stream.write(soon(), ByteBuffer.wrap(new byte[] {1}));
    ByteBuffer heard = ByteBuffer.allocate(1);
    assertThat(peer.read(heard, soon())).isEqualTo(1);
    peer.write(soon(), heard.flip());
    assertThat(stream.read(heard.clear(), soon())).isEqualTo(1);
    assertThat(connector.isAlive(stream, soon())).isTrue();
    assertThat(stream.remote()).isEqualTo(door.local());
    assertThat(stream.local()).isEqualTo(peer.remote());
  }

  @Test
  void aReadThatTimesOutBreaksNothing() {
    assertFault(Fault.TIMEOUT, () -> stream.read(ByteBuffer.allocate(1), now()));
    assertThat(connector.isBroken(stream)).isFalse();
  }

  @Test
  void theCheckNoticesThatThePeerHasGone() {
    peer.close();
    awaitTrue(() -> !connector.isAlive(stream, soon()));
    assertThat(connector.isBroken(stream)).isTrue();
    assertThat(connector.isAlive(stream, soon())).isFalse();
  }

  @Test
  void theCheckRefusesAStreamWithBytesNobodyAskedFor() {
    peer.write(soon(), ByteBuffer.wrap(new byte[] {1}));
    awaitTrue(() -> !connector.isAlive(stream, soon()));
    assertThat(connector.isBroken(stream)).isTrue();
  }

  @Test
  void theEndOfThePeerBreaksAStream() {
    peer.endOutput();
    assertThat(stream.read(ByteBuffer.allocate(1), soon())).isEqualTo(-1);
    assertThat(connector.isBroken(stream)).isTrue();
  }

  @Test
  void aWriteThatDidNotEndWellBreaksAStream() {
    ByteBuffer much = ByteBuffer.allocate(64 << 20);
    assertFault(Fault.TIMEOUT, () -> stream.write(now(), much));
    assertThat(connector.isBroken(stream)).isTrue();
  }

  @Test
  void aClosedOrEndedStreamIsBroken() {
    stream.endOutput();
    assertThat(connector.isBroken(stream)).isTrue();
    connector.close(stream);
    assertFault(Fault.CLOSED, () -> stream.read(ByteBuffer.allocate(1), soon()));
  }

  @Test
  void connectingFailsWhereNobodyListens() {
    Backend nobody = Backend.of(door.local());
    door.close();
    assertFault(Fault.UNREACHABLE, () -> connector.connect(nobody, soon()));
  }

  @Test
  void connectingEndsAtItsDeadline() {
    assertFault(
        Fault.TIMEOUT,
        () -> connector.connect(Backend.of(door.local()), new Deadline(CLOCK.nanos() - 1)));
  }

  private static void awaitTrue(BooleanSupplier condition) {
    Deadline deadline = soon();
    while (!condition.getAsBoolean()) {
      assertThat(deadline.hasPassed(CLOCK)).as("in time").isFalse();
      Thread.onSpinWait();
    }
  }

  private static void assertFault(Fault fault, Runnable call) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(call::run)
        .matches(thrown -> thrown.fault() == fault, "fault " + fault);
  }
}

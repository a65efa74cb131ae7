package atoll.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit starts everything before each test.
class FaultyNetTest {

  private final Clock clock = new RealClock();
  private final RealRunner runner = new RealRunner(Events.NONE);
  private final FaultyNet net = new FaultyNet(new RealNet(), runner::pause);
  private Listener listener;
  private Connection writer;
  private Connection reader;

  @BeforeEach
  void connect() {
    listener = net.listen(new Endpoint("127.0.0.1", 0));
    reader = new RealNet().dial(listener.local(), soon());
    writer = listener.accept(soon());
  }

  @AfterEach
  void close() {
    writer.close();
    reader.close();
    listener.close();
    runner.close();
  }

  private Deadline soon() {
    return Deadline.after(clock, Duration.ofSeconds(20));
  }

  private void write(String text) {
    writer.write(soon(), StandardCharsets.US_ASCII.encode(text));
  }

  private String read(int most) {
    ByteBuffer target = ByteBuffer.allocate(most);
    int count = reader.read(target, soon());
    return count < 0 ? "end" : StandardCharsets.US_ASCII.decode(target.flip()).toString();
  }

  private String readAll(int count) {
    StringBuilder text = new StringBuilder();
    while (text.length() < count) {
      text.append(read(100));
    }
    return text.toString();
  }

  @Test
  void bytesPassAsTheyWereWritten() {
    write("hello");
    assertThat(readAll(5)).isEqualTo("hello");
    net.splitWrites(1);
    write("one by one");
    assertThat(readAll(10)).isEqualTo("one by one");
  }

  @Test
  void writesAreHeldBackAndGoTogether() {
    net.gatherWrites(3);
    write("a");
    write("b");
    Deadline now = Deadline.after(clock, Duration.ofMillis(20));
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> reader.read(ByteBuffer.allocate(1), now))
        .matches(nothing -> nothing.fault() == Fault.TIMEOUT);
    write("c");
    assertThat(readAll(3)).isEqualTo("abc");
  }

  @Test
  void aWriteWaits() {
    net.delayWrites(Duration.ofMillis(30));
    long before = clock.nanos();
    write("late");
    assertThat(readAll(4)).isEqualTo("late");
    assertThat(clock.nanos() - before).isGreaterThan(Duration.ofMillis(29).toNanos());
  }

  @Test
  void aConnectionIsCutInTheMiddleOfAWriteOnce() {
    net.cutAfter(7);
    write("hello");
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> write("world"))
        .matches(cut -> cut.fault() == Fault.UNREACHABLE);
    assertThat(readAll(7)).isEqualTo("hellowo");
    assertThat(read(1)).isEqualTo("end");
    try (Connection second = new RealNet().dial(listener.local(), soon());
        Connection accepted = listener.accept(soon())) {
      accepted.write(soon(), StandardCharsets.US_ASCII.encode("still there"));
      ByteBuffer target = ByteBuffer.allocate(1);
      assertThat(second.read(target, soon())).isEqualTo(1);
    }
  }

  @Test
  void whatIsHealedGoesOnAsItShould() {
    net.gatherWrites(5);
    write("a");
    net.heal();
    write("b");
    assertThat(readAll(2)).isEqualTo("ab");
  }
}

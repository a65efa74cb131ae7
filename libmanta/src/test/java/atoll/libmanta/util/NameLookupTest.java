package atoll.libmanta.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NameLookupTest {

  private final RealRunner runner = new RealRunner(Events.NONE);

  @AfterEach
  void close() {
    runner.close();
  }

  private String firstAddress(String host, Duration within) {
    return NameLookup.firstAddress(runner, host, Deadline.after(new RealClock(), within));
  }

  private InetAddress hang(String host) {
    runner.pause(Duration.ofHours(1));
    return InetAddress.ofLiteral("127.0.0.1");
  }

  @Test
  void aNumericAddressIsItsOwn() {
    assertThat(firstAddress("10.1.2.3", Duration.ZERO)).isEqualTo("10.1.2.3");
    assertThat(firstAddress("::1", Duration.ZERO)).isEqualTo("0:0:0:0:0:0:0:1");
  }

  @Test
  void thisMachineIsFound() {
    assertThat(firstAddress("localhost", Duration.ofSeconds(20)))
        .isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
  }

  @Test
  void aNameThatCannotBeIsUnknown() {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> firstAddress("no such host", Duration.ofSeconds(20)))
        .withMessageContaining("no such host")
        .matches(thrown -> thrown.fault() == Fault.NOT_FOUND);
  }

  @Test
  void aLookUpEndsAtItsDeadline() {
    Deadline soon = Deadline.after(new RealClock(), Duration.ofMillis(50));
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> NameLookup.firstAddress(runner, "slow", soon, this::hang))
        .withMessageContaining("slow")
        .matches(thrown -> thrown.fault() == Fault.TIMEOUT);
  }
}

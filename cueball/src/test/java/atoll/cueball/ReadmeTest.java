package atoll.cueball;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Deadline;
import atoll.kit.event.Events;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import atoll.sim.ShownExample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void theReadmeShowsTheExampleThatRunsHere() throws IOException {
    ShownExample.assertInReadme(ReadmeExample.class);
  }

  @Test
  void theExampleIsAnswered() {
    RealClock clock = new RealClock();
    RealNet net = new RealNet();
    try (RealRunner runner = new RealRunner(Events.NONE);
        Listener one = net.listen(new Endpoint("127.0.0.1", 0));
        Listener other = net.listen(new Endpoint("127.0.0.1", 0))) {
      Deadline deadline = Deadline.after(clock, Duration.ofSeconds(20));
      runner.submit("one", () -> serve(one, runner, deadline));
      runner.submit("other", () -> serve(other, runner, deadline));
      assertThat(ReadmeExample.askEither(one.local(), other.local(), "anybody?"))
          .isEqualTo("anybody?");
    }
  }

  private static void serve(Listener door, RealRunner runner, Deadline deadline) {
    while (true) {
      Connection call = door.accept(deadline);
      runner.submit("echo", () -> echo(call, deadline));
    }
  }

  private static void echo(Connection call, Deadline deadline) {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    try (call) {
      while (call.read(bytes.clear(), deadline) >= 0) {
        call.write(deadline, bytes.flip());
      }
    }
  }
}

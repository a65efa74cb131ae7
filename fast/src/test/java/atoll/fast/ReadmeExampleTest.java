package atoll.fast;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.Deadline;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadmeExampleTest {

  private final List<Object> printed = new ArrayList<>();

  @Test
  void theExampleRuns() {
    // begin of the example
    Procedures procedures =
        Procedures.NONE.with(
            "square",
            request -> {
              for (Json argument : request.arguments()) {
                long number = argument.asLong().orElseThrow();
                request.write(Json.object("value", Json.number(number * number)));
              }
            });
    try (RealRunner runner = new RealRunner(Events.NONE)) {
      Seams seams = new Seams(new RealClock(), new RealNet(), runner, Events.NONE);
      Endpoint anyPort = new Endpoint("127.0.0.1", 0);
      Deadline soon = Deadline.after(seams.clock(), Duration.ofSeconds(5));
      try (FastServer server = FastServer.start(seams, anyPort, procedures, FastLimits.USUAL);
          FastClient client = FastClient.dial(seams, server.local(), FastLimits.USUAL, soon);
          FastCall call =
              client.call(
                  "square",
                  Values.of(Json.number(3), Json.number(4)),
                  CallOptions.within(Duration.ofSeconds(5)))) {
        while (call.next() instanceof Step.Value(Json json)) {
          print(json); // {"value":9} and {"value":16}
        }
        switch (call.next()) {
          case Step.Done _ -> print("done");
          case Step.Failed failed -> print(failed.failure().message());
          case Step.Value _ -> throw new AssertionError("taken above");
        }
      }
    }
    // end of the example
    assertThat(printed)
        .containsExactly(Json.parse("{\"value\":9}"), Json.parse("{\"value\":16}"), "done");
  }

  private void print(Object line) {
    printed.add(line);
  }
}

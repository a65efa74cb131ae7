package atoll.http.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MalformedTest {

  private static final String VALID = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = Edge.start();
  }

  @AfterAll
  static void stop() {
    assertThat(server.settings.counts().inFlight()).isZero();
    server.close();
  }

  @Test
  void theCorpusIsLargeEnough() {
    assertThat(MalformedInput.all()).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void eachInputGetsItsStatusAndAClosedConnection() throws Exception {
    assertThat(statuses(input -> new byte[][] {input})).isEqualTo(expected());
  }

  @Test
  void eachInputGetsTheSameWhenItsBytesArriveInPieces() throws Exception {
    assertThat(
            statuses(input -> {
              byte[][] pieces = new byte[(input.length + 6) / 7][];
              for (int i = 0; i < pieces.length; i++) {
                int from = 7 * i;
                pieces[i] =
                    java.util.Arrays.copyOfRange(input, from, Math.min(input.length, from + 7));
              }
              return pieces;
            }))
        .isEqualTo(expected());
  }

  @Test
  void aValidRequestBeforeItIsStillAnswered() throws Exception {
    Map<String, String> seen =
        each(input -> {
          try (RawClient client = server.client()) {
            client.send(VALID.repeat(2)).send(input.bytes());
            if (input.endsOutput()) {
              client.endOutput();
            }
            String first = client.answer().status() + " " + client.answer().status();
            String outcome = first + " " + client.answer().status();
            return client.isClosedByPeer() ? outcome : outcome + " open";
          }
        });
    Map<String, String> wanted = new TreeMap<>();
    expected().forEach((name, status) -> wanted.put(name, "200 200 " + status));
    assertThat(seen).isEqualTo(wanted);
  }

  private static Map<String, String> expected() {
    Map<String, String> expected = new TreeMap<>();
    MalformedInput.all().forEach(input -> expected.put(input.name(), "" + input.status()));
    return expected;
  }

  private interface Splitting {
    byte[][] pieces(byte[] input);
  }

  private interface Trial {
    String outcome(MalformedInput input);
  }

  private static Map<String, String> statuses(Splitting splitting) throws Exception {
    return each(input -> {
      try (RawClient client = server.client()) {
        try {
          for (byte[] piece : splitting.pieces(input.bytes())) {
            client.send(piece);
          }
          if (input.endsOutput()) {
            client.endOutput();
          }
        } catch (java.io.UncheckedIOException e) {
          // The answer may come, and the door close, before all is sent.
        }
        RawClient.Answer answer = client.answer();
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("Exception");
        assertThat(answer.header("connection")).isEqualTo("close");
        return client.isClosedByPeer() ? "" + answer.status() : answer.status() + " open";
      }
    });
  }

  /// Tries all of them at once: several wait for a time limit.
  private static Map<String, String> each(Trial trial) throws Exception {
    Map<String, String> seen = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (MalformedInput input : MalformedInput.all()) {
        running.add(
            threads.submit(() -> {
              String outcome;
              try {
                outcome = trial.outcome(input);
              } catch (RuntimeException | AssertionError e) {
                outcome = e.toString();
              }
              seen.put(input.name(), outcome);
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    return new TreeMap<>(seen);
  }
}

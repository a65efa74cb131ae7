package atoll.http.netty;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Throws mutations of valid and malformed requests at the edge, cut at random places. Whatever
/// comes, each connection gets whole answers with sane statuses and then an end, in time; and the
/// server goes on.
final class EdgeFuzzTest {

  private static final int SEEDS = 60;

  private static final List<String> VALID =
      List.of(
          "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n",
          "HEAD / HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n",
          "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              .concat("4;a=b\r\nabcd\r\n0\r\nT: u\r\n\r\n"),
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
          "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

  @Test
  @Tag("simulation")
  void whateverComesIsAnsweredAndEnds() {
    List<byte[]> seeds = new ArrayList<>();
    VALID.forEach(each -> seeds.add(each.getBytes(StandardCharsets.ISO_8859_1)));
    MalformedInput.all().stream()
        .filter(input -> input.status() != 408)
        .forEach(input -> seeds.add(input.bytes()));
    try (TestServer server = Edge.start()) {
      Seeds.check(SEEDS, seed -> attack(server, seeds, new SeededRandomness(seed)));
      TestServer.eventually("nothing runs", () -> server.settings.counts().inFlight() == 0);
      TestServer.eventually(
          "nothing is open", () -> server.settings.counts().openConnections() == 0);
      assertThat(server.budget.usedBytes()).isZero();
    }
  }

  private static void attack(TestServer server, List<byte[]> seeds, SeededRandomness chance) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = chance.nextInt(1, 4); i > 0; i--) {
      byte[] one = seeds.get(chance.nextInt(seeds.size()));
      all.writeBytes(chance.chance(0.7) ? mutated(one, chance) : one);
    }
    byte[] bytes = all.toByteArray();
    try (RawClient client = server.client()) {
      try {
        for (int at = 0; at < bytes.length; ) {
          int count = Math.min(bytes.length - at, 1 + chance.nextInt(1 + bytes.length / 3));
          client.send(java.util.Arrays.copyOfRange(bytes, at, at + count));
          at += count;
        }
        client.endOutput();
      } catch (UncheckedIOException e) {
        // The server may close before all is sent.
      }
      checkAnswers(new String(client.rest(), StandardCharsets.ISO_8859_1));
    }
    try (RawClient client = server.client()) {
      assertThat(client.send(VALID.getFirst()).answer().text()).isEqualTo("fine");
    }
  }

  private static byte[] mutated(byte[] input, RandomGenerator chance) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = chance.nextInt(input.length + 1);
    int upTo = Math.min(input.length, at + 1 + chance.nextInt(8));
    out.write(input, 0, at);
    switch (chance.nextInt(5)) {
      case 0 -> out.write(input, upTo, input.length - upTo);
      case 1 -> {
        out.write(chance.nextInt(256));
        out.write(input, at, input.length - at);
      }
      case 2 -> {
        out.write(input, at, upTo - at);
        out.write(input, at, input.length - at);
      }
      case 3 -> {
        if (at < input.length) {
          out.write(input[at] ^ 1 << chance.nextInt(8));
          out.write(input, at + 1, input.length - at - 1);
        }
      }
      default -> {}
    }
    return out.toByteArray();
  }

  /// Each answer begins with a status that such requests can have, and none tells of our insides.
  private static void checkAnswers(String text) {
    assertThat(text).doesNotContain("Exception").doesNotContain("\tat ");
    for (int at = text.indexOf("HTTP/1.1 "); at >= 0; at = text.indexOf("HTTP/1.1 ", at + 1)) {
      assertThat(text.substring(at + 9, at + 12))
          .isIn("100", "200", "400", "408", "413", "414", "417", "431", "501", "505");
    }
    assertThat(text.isEmpty() || text.startsWith("HTTP/1.1 ")).isTrue();
  }
}

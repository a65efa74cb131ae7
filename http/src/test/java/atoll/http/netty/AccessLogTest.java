package atoll.http.netty;

import static atoll.http.netty.TestServer.eventually;
import static atoll.http.server.Handler.onLoop;
import static atoll.http.server.Handler.onVirtualThread;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.server.AccessLog;
import atoll.http.server.Completion;
import atoll.http.server.Exchange;
import atoll.http.server.Rejection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessLogTest {

  private static final class Lines implements AccessLog {
    final Queue<String> all = new ConcurrentLinkedQueue<>();

    @Override
    public void completed(Exchange exchange, Completion completion) {
      all.add(completion.status() + " " + exchange.request().method());
    }

    @Override
    public void rejected(Rejection rejection) {
      assertThat(rejection.peer().remote().host()).isEqualTo("127.0.0.1");
      assertThat(rejection.nanos()).isNotNegative();
      assertThat(rejection.reason()).isNotEmpty();
      all.add(rejection.status() + " [" + rejection.startLine() + "]");
    }
  }

  /// `~` ends a line.
  @ParameterizedTest
  @CsvSource({
    "GET /a HTTP/1.1~~, 400 [GET /a HTTP/1.1]",
    "GET /a HTTP/1.1~Host : x~~, 400 [GET /a HTTP/1.1]",
    "GET /a HTTP/2.0~~, 505 [GET /a HTTP/2.0]",
    "GET /a HTTP/1.1~Ho, 400 [GET /a HTTP/1.1]",
    "GET /a, 400 [GET /a]",
    "{}, 400 [{}]"
  })
  void whatTheServerItselfAnswersIsToldWithWhatIsKnownOfIt(String input, String wanted) {
    Lines lines = new Lines();
    try (TestServer server =
            TestServer.start(settings -> settings.withAccessLog(lines), onLoop(e -> e.send()));
        RawClient client = server.client()) {
      client.send(input.replace("~", "\r\n")).endOutput();
      assertThat(wanted).startsWith(client.answer().status() + " ");
      assertThat(client.isClosedByPeer()).isTrue();
      eventually("a line", () -> !lines.all.isEmpty());
      assertThat(lines.all).containsExactly(wanted);
    }
  }

  @Test
  void tooLongAndTooSlowHeadsAreTold() {
    Lines lines = new Lines();
    try (TestServer server =
            TestServer.start(
                settings -> TestServer.quick().apply(settings.withAccessLog(lines)),
                onLoop(e -> e.send()));
        RawClient slow = server.client()) {
      assertThat(slow.send("GET /slow").answer().status()).isEqualTo(408);
      try (RawClient large = server.client()) {
        assertThat(large.send("GET /" + "x".repeat(20_000)).answer().status()).isEqualTo(414);
      }
      eventually("both lines", () -> lines.all.size() == 2);
      assertThat(lines.all.remove()).isEqualTo("408 [GET /slow]");
      assertThat(lines.all.remove()).startsWith("414 [GET /xxx").hasSize(16 * 1024 + 6);
    }
  }

  @Test
  void aBrokenBodyIsToldAsItsExchange() {
    Lines lines = new Lines();
    try (TestServer server =
            TestServer.start(
                settings -> settings.withAccessLog(lines),
                onVirtualThread(e -> e.send(e.body().readText(10))));
        RawClient client = server.client()) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
      assertThat(client.answer().status()).isEqualTo(400);
      eventually("a line", () -> !lines.all.isEmpty());
      assertThat(lines.all).containsExactly("400 PUT");
    }
  }
}

package atoll.http.netty;

import static atoll.http.server.Handler.onLoop;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.server.RequestIds;
import org.junit.jupiter.api.Test;

final class RequestIdsTest {

  @Test
  void aClientMayBringAnIdOfPlainCharacters() {
    try (TestServer server =
            TestServer.start(
                settings ->
                    settings.withRequestIds(
                        RequestIds.accepted("X-Request-Id", settings.requestIds())),
                onLoop(e -> e.send(e.requestId())));
        RawClient client = server.client()) {
      for (String good : new String[] {"a", "Az09._-", "x".repeat(128)}) {
        RawClient.Answer answer = ask(client, "X-Request-Id: " + good + "\r\n");
        assertThat(answer.text()).isEqualTo(good);
        assertThat(answer.header("x-request-id")).isEqualTo(good);
      }
      for (String bad : new String[] {"", "a b", "a\"b", "\u00e9", "x".repeat(129)}) {
        RawClient.Answer answer = ask(client, "X-Request-Id: " + bad + "\r\n");
        assertThat(answer.text()).matches("[0-9a-f]{9,}");
        assertThat(answer.header("x-request-id")).isEqualTo(answer.text());
      }
      String first = ask(client, "").text();
      assertThat(ask(client, "").text()).matches("[0-9a-f]{9,}").isNotEqualTo(first);
    }
  }

  private static RawClient.Answer ask(RawClient client, String field) {
    return client.send("GET / HTTP/1.1\r\nHost: x\r\n" + field + "\r\n").answer();
  }
}

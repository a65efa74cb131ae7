package atoll.fast;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.Values;
import atoll.fast.demo.Kang;
import atoll.fast.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The page of a server's state shows what is going on, with all counters that node-fast's has.
final class KangTest {

  private final Machine machine = new Machine();
  private final FastServer server = machine.serve(Samples.ALL);

  @AfterEach
  void close() {
    server.close();
    machine.close();
  }

  @Test
  void showsAllCountersOfTheOriginal() {
    try (FastClient client = machine.dial(server)) {
      assertThat(machine.call(client, "echo", Json.TRUE).orThrow()).hasSize(1);
      assertThat(machine.call(client, "refuse")).isInstanceOf(Reply.Failed.class);
      assertThat(Kang.snapshot(server, "here").member("stats"))
          .hasValue(
              Json.parse(
                  "{\"nConnectionsCreated\":1,\"nConnectionsActive\":1,\"nRequestsStarted\":2,"
                      + "\"nRequestsCompleted\":1,\"nRequestsFailed\":1,"
                      + "\"nIgnoredMessagesNoConn\":0,\"nIgnoredMessagesBadConn\":0,"
                      + "\"nIgnoredMessagesAborts\":0}"));
    }
  }

  @Test
  void showsWhoIsConnectedWithWhichRequests() {
    try (FastClient client = machine.dial(server);
        FastCall call = client.call("sleep", Values.of(Json.number(60_000)), Machine.SOON)) {
      machine.await("the request", () -> server.stats().requestsInFlight() == 1);
      String page = Kang.snapshot(server, "here").toString();
      assertThat(page).contains("\"nrequests\":1").contains("\"rpcMethod\":\"sleep\"");
      assertThat(call.method()).isEqualTo("sleep");
    }
  }
}

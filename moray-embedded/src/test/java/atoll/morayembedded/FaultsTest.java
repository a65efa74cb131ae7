package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.FastClient;
import atoll.fast.FastLimits;
import atoll.fast.FastServer;
import atoll.fast.Procedures;
import atoll.fast.Reply;
import atoll.fast.Seams;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealNet;
import atoll.morayembedded.call.MorayCalls;
import atoll.morayembedded.faults.FaultyCalls;
import atoll.morayembedded.store.Store;
import atoll.morayembedded.store.StoreSettings;
import atoll.sim.net.FaultyNet;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients see of a server that fails as it is told to.
@SuppressWarnings("NullAway.Init") // JUnit starts everything before each test.
class FaultsTest {

  private static final String PUT = "[\"b\",\"k\",{\"n\":1},{}]";

  @TempDir private Path folder;

  private final Machine machine = new Machine();
  private final FaultyNet net = new FaultyNet(new RealNet(), machine.runner::pause);
  private Store store;

  @BeforeEach
  void start() {
    store = machine.sqlite(folder.resolve("moray.db"), StoreSettings.USUAL);
    store.createBucket(Duration.ofSeconds(20), "b", Json.EMPTY_OBJECT);
  }

  @AfterEach
  void stop() {
    store.close();
    machine.close();
  }

  private FastServer serve(Procedures procedures) {
    Seams seams = new Seams(machine.clock, net, machine.runner, machine.events);
    return FastServer.start(seams, new Endpoint("127.0.0.1", 0), procedures, FastLimits.USUAL);
  }

  @Test
  void answersByteByByteAndLateAreAnswers() {
    net.splitWrites(1);
    net.delayWrites(Duration.ofMillis(5));
    try (FastServer server = serve(MorayCalls.over(store));
        FastClient client = machine.dial(server)) {
      assertThat(Machine.good(client, "putObject", PUT)).hasSize(1);
      assertThat(Machine.good(client, "getObject", "[\"b\",\"k\",{}]")).hasSize(1);
    }
  }

  @Test
  void anAnswerMayBreakInTheMiddle() {
    try (FastServer server = serve(MorayCalls.over(store));
        FastClient broken = machine.dial(server);
        FastClient whole = machine.dial(server)) {
      net.cutAfter(30);
      assertThat(Machine.call(broken, "putObject", PUT)).isInstanceOf(Reply.Failed.class);
      assertThat(broken.isOpen()).isFalse();
      assertThat(Machine.good(whole, "getObject", "[\"b\",\"k\",{}]"))
          .as("it was written all the same")
          .hasSize(1);
    }
  }

  @Test
  void theNthWriteMeetsSomebodyElses() {
    try (FastServer server = serve(FaultyCalls.conflicting(MorayCalls.over(store), 2));
        FastClient client = machine.dial(server)) {
      assertThat(Machine.good(client, "putObject", PUT)).hasSize(1);
      RemoteError error =
          Machine.bad(client, "putObject", "[\"b\",\"k\",{},{\"etag\":\"ABCDEF01\"}]");
      assertThat(error.name()).isEqualTo("EtagConflictError");
      assertThat(error.message())
          .isEqualTo("b::k was expected to have etag \"ABCDEF01\", but was \"FFFFFFFF\"");
      assertThat(Machine.good(client, "putObject", PUT)).hasSize(1);
    }
  }

  @Test
  void anyCallMayFailInAnyWay() {
    RemoteError away = new RemoteError("NoDatabasePeersError", "no peers");
    Procedures calls = FaultyCalls.failing(MorayCalls.over(store), "listBuckets", 1, away);
    try (FastServer server = serve(calls);
        FastClient client = machine.dial(server)) {
      assertThat(Machine.bad(client, "listBuckets", "[{}]")).isEqualTo(away);
      assertThat(Machine.good(client, "listBuckets", "[{}]")).hasSize(1);
    }
  }
}

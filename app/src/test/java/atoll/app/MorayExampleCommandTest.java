package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.FastLimits;
import atoll.fast.FastServer;
import atoll.fast.Procedures;
import atoll.fast.Seams;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import atoll.moray.example.Examples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MorayExampleCommandTest {

  private static final String ROW = "{\"max\":\"123\"}";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final RealRunner runner = new RealRunner(Events.NONE);
  private final FastServer server =
      FastServer.start(
          new Seams(new RealClock(), new RealNet(), runner, Events.NONE),
          new Endpoint("127.0.0.1", 0),
          Procedures.NONE
              .with("sql", request -> request.write(Json.parse(ROW)))
              .with(
                  "putObject",
                  request ->
                      request.fail(new RemoteError("BucketNotFoundError", "b does not exist"))),
          FastLimits.USUAL);

  @AfterEach
  void close() {
    server.close();
    runner.close();
  }

  private int run(String... args) {
    return Main.run(List.of(args), new PrintWriter(out), new PrintWriter(err));
  }

  @Test
  void aProgramRunsAgainstAServerThatIsNamed() {
    assertThat(run("moray-example", "--at", server.local().toString(), "sql", "SELECT MAX(_id)"))
        .isZero();
    assertThat(out.toString()).isEqualTo(ROW + System.lineSeparator());
  }

  @Test
  void serversAreFoundThroughDns() {
    String service = "_moray._tcp.1.moray.example.com";
    try (TinyNameServer dns =
        new TinyNameServer(service, "host.example.com", server.local().port())) {
      assertThat(
              run(
                  "moray-example",
                  "--domain",
                  "1.moray.example.com",
                  "--name-server",
                  dns.address(),
                  "sql",
                  "SELECT 1"))
          .as(err.toString())
          .isZero();
    }
    assertThat(out.toString()).isEqualTo(ROW + System.lineSeparator());
  }

  @Test
  void anErrorOfTheServerIsTheCommands() {
    String at = server.local().toString();
    assertThat(run("moray-example", "--at", at, "putobject", "b", "k", "{}"))
        .isEqualTo(Fault.NOT_FOUND.exitCode());
    assertThat(err.toString())
        .contains("moray putObject at " + at + ": BucketNotFoundError: b does not exist");
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    assertThat(run("moray-example", "nothing")).isEqualTo(2);
    assertThat(err.toString()).contains("createbucket, listbuckets, putobject");
    assertThat(run("moray-example", "--at", "nowhere", "listbuckets")).isEqualTo(2);
    assertThat(run("moray-example", "--at", "a:1", "--domain", "b", "listbuckets")).isEqualTo(2);
    assertThat(run("moray-example", "--name-server", "127.0.0.1:53", "listbuckets")).isEqualTo(2);
    assertThat(run("moray-example", "--at", "127.0.0.1:1", "putobject", "b")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theHelpNamesEveryProgram() {
    assertThat(run("moray-example", "--help")).isZero();
    Examples.ALL.forEach(example ->
        assertThat(out.toString())
            .contains(("  " + example.name() + " " + example.usage()).stripTrailing()));
  }
}

package atoll.cueballmanatee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.cueball.Backend;
import atoll.cueball.Backoff;
import atoll.cueball.PoolEvent;
import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
import atoll.cueball.tcp.TcpConnector;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.sim.RecordingEvents;
import atoll.sim.ShownExample;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a real ZooKeeper.
@SuppressWarnings("NullAway.Init") // JUnit starts the server before anything else.
class ManateePrimaryResolverTest {

  private static final String ROOT = "/manatee/1.moray.example.com";
  private static final String NODE = ROOT + "/state";
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final ManateeLimits QUICK =
      new ManateeLimits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          new Backoff(Duration.ofMillis(50), 1, 0, Duration.ofMillis(50)));

  private final RecordingEvents events = new RecordingEvents();
  private final LinkedBlockingQueue<Set<Backend>> reports = new LinkedBlockingQueue<>();
  private TestingServer server;
  private CuratorFramework manatee;
  private ManateePrimaryResolver resolver;

  @BeforeEach
  void begin() throws Exception {
    server = new TestingServer(quickServer(), true);
    manatee = CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(200));
    manatee.start();
    resolver = resolver(server.getPort());
  }

  @AfterEach
  void end() throws Exception {
    resolver.close();
    manatee.close();
    server.close();
    events.close();
  }

  /// Ticks every 200 ms, so that a session of a second may exist and may end.
  private static InstanceSpec quickServer() {
    return new InstanceSpec(null, -1, -1, -1, true, -1, 200, -1);
  }

  private ManateePrimaryResolver resolver(int port) {
    return new ManateePrimaryResolver(
        new ZooKeeperAddresses(List.of(new Endpoint("127.0.0.1", port))),
        ROOT,
        QUICK,
        new RealRandomness(),
        events);
  }

  private void write(byte[] state) throws Exception {
    manatee.create().orSetData().creatingParentsIfNeeded().forPath(NODE, state);
  }

  private void write(String ip, int port) throws Exception {
    write(ClusterStateTest.state(ip, port));
  }

  private void assertReported(String ip, int port) throws InterruptedException {
    assertThat(reports.poll(SOON.toSeconds(), TimeUnit.SECONDS))
        .containsExactly(Backend.of(ip, port));
  }

  @Test
  void reportsThePrimaryAndEveryChangeOfIt() throws Exception {
    write("10.0.0.1", 5432);
    resolver.start(reports::add);
    assertReported("10.0.0.1", 5432);
    write("10.0.0.2", 5432);
    assertReported("10.0.0.2", 5432);
    write("10.0.0.2", 5433);
    assertReported("10.0.0.2", 5433);
    write("10.0.0.3", 5434);
    assertReported("10.0.0.3", 5434);
    assertThat(reports).isEmpty();
  }

  @Test
  void aStateWithTheSamePrimaryIsNoChange() throws Exception {
    write("10.0.0.1", 5432);
    resolver.start(reports::add);
    assertReported("10.0.0.1", 5432);
    write("10.0.0.1", 5432);
    write("10.0.0.2", 5432);
    assertReported("10.0.0.2", 5432);
  }

  @Test
  void waitsForANodeThatIsMissing() throws Exception {
    resolver.start(reports::add);
    events.await("cueball.manatee.missing", SOON);
    write("10.0.0.1", 5432);
    assertReported("10.0.0.1", 5432);
  }

  @Test
  void aNodeThatDisappearsChangesNothing() throws Exception {
    write("10.0.0.1", 5432);
    resolver.start(reports::add);
    assertReported("10.0.0.1", 5432);
    manatee.delete().forPath(NODE);
    events.await("cueball.manatee.missing", SOON);
    assertThat(reports).isEmpty();
    write("10.0.0.2", 5432);
    assertReported("10.0.0.2", 5432);
  }

  @Test
  void aStateThatIsOfNoUseChangesNothing() throws Exception {
    write("nonsense".getBytes(StandardCharsets.UTF_8));
    resolver.start(reports::add);
    assertThat(events.await("cueball.manatee.unusable", SOON).message()).contains("not JSON");
    write("10.0.0.1", 5432);
    assertReported("10.0.0.1", 5432);
    write("{\"primary\":{\"ip\":\"10.0.0.2\"}}".getBytes(StandardCharsets.UTF_8));
    events.await("the second event", event -> event.message().contains("primary.pgUrl"), SOON);
    assertThat(reports).isEmpty();
    write("10.0.0.3", 5432);
    assertReported("10.0.0.3", 5432);
  }

  @Test
  void startsWhileZooKeeperCannotBeReached() throws Exception {
    write("10.0.0.1", 5432);
    try (Gate gate = new Gate(server.getPort());
        ManateePrimaryResolver early = resolver(gate.address().port())) {
      gate.shut();
      early.start(reports::add);
      assertThat(events.await("cueball.manatee.failed", SOON).message()).contains("nobody answers");
      assertThat(reports).isEmpty();
      gate.open();
      assertReported("10.0.0.1", 5432);
    }
  }

  @Test
  void aChangeDuringAHiccupIsSeenAfterwards() throws Exception {
    write("10.0.0.1", 5432);
    resolver.start(reports::add);
    assertReported("10.0.0.1", 5432);
    server.restart();
    write("10.0.0.2", 5432);
    assertReported("10.0.0.2", 5432);
    write("10.0.0.3", 5432);
    assertReported("10.0.0.3", 5432);
  }

  @Test
  void aLostSessionIsReplacedAndTheWatchWithIt() throws Exception {
    write("10.0.0.1", 5432);
    try (Gate gate = new Gate(server.getPort());
        ManateePrimaryResolver cut = resolver(gate.address().port())) {
      cut.start(reports::add);
      assertReported("10.0.0.1", 5432);
      gate.shut();
      events.await("the loss", event -> event.message().contains("is LOST"), SOON);
      write("10.0.0.2", 5432);
      assertThat(reports).isEmpty();
      gate.open();
      assertReported("10.0.0.2", 5432);
      write("10.0.0.3", 5432);
      assertReported("10.0.0.3", 5432);
    }
  }

  @Test
  void afterClosingNothingIsReported() throws Exception {
    write("10.0.0.1", 5432);
    resolver.start(reports::add);
    assertReported("10.0.0.1", 5432);
    resolver.close();
    write("10.0.0.2", 5432);
    assertThat(reports.poll(300, TimeUnit.MILLISECONDS)).isNull();
    assertThat(events.of("cueball.manatee.failed")).isEmpty();
  }

  @Test
  void theEchoPrintsEachChangeInTheToolsWords() throws Exception {
    write("10.0.0.1", 5432);
    StringWriter printed = new StringWriter();
    // Closing waits for the report that the second event is about.
    try (var _ = ManateeEcho.start(resolver, new PrintWriter(printed))) {
      events.await("cueball.manatee.primary", SOON);
      write("10.0.0.2", 5432);
      events.await(
          "the second primary", event -> event.message().endsWith("is 10.0.0.2:5432"), SOON);
    }
    String one = Backend.of("10.0.0.1", 5432).key();
    String two = Backend.of("10.0.0.2", 5432).key();
    assertThat(printed.toString().lines())
        .containsExactly(
            "Added msg: " + one, "Added msg: " + two, "Removed msg: " + one, "Stop msg");
  }

  @Test
  void theReadmeShowsTheExampleThatRunsHere() throws IOException {
    ShownExample.assertInReadme(ReadmeExample.class);
  }

  @Test
  void theExamplesPoolFollowsThePrimary() throws Exception {
    RealClock clock = new RealClock();
    RealNet net = new RealNet();
    try (var runner = new RealRunner(events);
        var one = net.listen(new Endpoint("127.0.0.1", 0));
        var other = net.listen(new Endpoint("127.0.0.1", 0))) {
      write("127.0.0.1", one.local().port());
      var metrics = new PoolMetrics(new Registry());
      var seams = new PoolSeams(clock, runner, new RealRandomness(), events, metrics);
      var connector = new TcpConnector(net, clock);
      try (var pool = ReadmeExample.toPrimary(server.getConnectString(), connector, seams)) {
        try (var claim = pool.claim()) {
          assertThat(claim.backend()).isEqualTo(Backend.of(one.local()));
        }
        write("127.0.0.1", other.local().port());
        events.await(
            "the move",
            event ->
                event instanceof PoolEvent.BackendsChanged moved
                    && !moved.change().removed().isEmpty(),
            SOON);
        // A claim takes no lock: one that begins with the move may still get what was idle then.
        Deadline deadline = Deadline.after(clock, SOON);
        Backend seen;
        do {
          try (var claim = pool.claim()) {
            seen = claim.backend();
          }
        } while (!seen.equals(Backend.of(other.local())) && !deadline.hasPassed(clock));
        assertThat(seen).isEqualTo(Backend.of(other.local()));
      }
    }
  }

  @Test
  void aPathThatIsNoneIsRefused() {
    for (String path : List.of("", "/", "manatee", "/manatee/", "//manatee")) {
      assertThatExceptionOfType(AtollException.class)
          .isThrownBy(() ->
              new ManateePrimaryResolver(
                  ZooKeeperAddresses.parse("127.0.0.1:2181"),
                  path,
                  QUICK,
                  new RealRandomness(),
                  events))
          .matches(thrown -> thrown.fault() == Fault.BAD_INPUT);
    }
  }
}

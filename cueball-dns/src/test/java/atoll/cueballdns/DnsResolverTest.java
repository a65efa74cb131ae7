package atoll.cueballdns;

import static atoll.cueballdns.ScriptedDns.address;
import static atoll.cueballdns.ScriptedDns.alias;
import static atoll.cueballdns.ScriptedDns.srv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.cueball.Backend;
import atoll.cueball.Backoff;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.sim.RecordingEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class DnsResolverTest {

  private static final String DOMAIN = "1.moray.example.com";
  private static final String SERVICE = "_moray._tcp." + DOMAIN;
  private static final ScriptedDns.Script SILENCE = new ScriptedDns.Script.Silence();

  /// Quick enough for a test: rounds every 20 ms whatever the records say.
  private static final DnsLimits QUICK =
      new DnsLimits(
          Duration.ofMillis(150),
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          4,
          new Backoff(Duration.ofMillis(20), 1, 0, Duration.ofMillis(20)));

  private final RealClock clock = new RealClock();
  private final RecordingEvents events = new RecordingEvents();
  private final RealRunner runner = new RealRunner(events);
  private final LinkedBlockingQueue<Set<Backend>> reports = new LinkedBlockingQueue<>();
  private final ScriptedDns dns = new ScriptedDns();

  DnsResolverTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    runner.close();
    dns.close();
    events.close();
  }

  private DnsResolver start(DnsLimits limits, List<Endpoint> servers) {
    DnsResolver resolver =
        new DnsResolver(
            new DnsService(DOMAIN, "_moray._tcp"),
            servers,
            limits,
            runner,
            new RealRandomness(),
            events);
    resolver.start(reports::add);
    return resolver;
  }

  private DnsResolver start() {
    return start(QUICK, List.of(dns.address()));
  }

  private Set<Backend> report() throws InterruptedException {
    Set<Backend> report = reports.poll(10, TimeUnit.SECONDS);
    assertThat(report).as("a report in time").isNotNull();
    return report;
  }

  private void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    Deadline deadline = Deadline.after(clock, Duration.ofSeconds(10));
    while (!condition.getAsBoolean()) {
      assertThat(deadline.hasPassed(clock)).as("in time").isFalse();
      runner.pause(Duration.ofMillis(1));
    }
  }

  /// Lets the resolver go round some more times.
  private void awaitRounds(int rounds) throws InterruptedException {
    long before = dns.count(SERVICE, Type.SRV);
    awaitTrue(() -> dns.count(SERVICE, Type.SRV) >= before + rounds);
  }

  private void tellTwoHosts() {
    dns.on(
            SERVICE,
            Type.SRV,
            srv(SERVICE, 60, 2020, "a.example.com"),
            srv(SERVICE, 60, 2021, "a.example.com"),
            srv(SERVICE, 60, 2020, "b.example.com"))
        .on("a.example.com", Type.A, address("a.example.com", 60, "10.0.0.1"))
        .on(
            "b.example.com",
            Type.A,
            address("b.example.com", 60, "10.0.0.2"),
            address("b.example.com", 60, "10.0.0.3"))
        .on("b.example.com", Type.AAAA, address("b.example.com", 60, "fd00::2"));
  }

  private static final Set<Backend> TWO_HOSTS =
      Set.of(
          Backend.of("10.0.0.1", 2020),
          Backend.of("10.0.0.1", 2021),
          Backend.of("10.0.0.2", 2020),
          Backend.of("10.0.0.3", 2020),
          Backend.of("fd00:0:0:0:0:0:0:2", 2020));

  @Test
  void everyAddressOfEveryHostIsABackend() throws Exception {
    tellTwoHosts();
    start();
    assertThat(report()).isEqualTo(TWO_HOSTS);
  }

  @Test
  void whatDoesNotChangeIsReportedOnce() throws Exception {
    tellTwoHosts();
    start();
    assertThat(report()).isEqualTo(TWO_HOSTS);
    awaitRounds(3);
    assertThat(reports).isEmpty();
    assertThat(events.all()).isEmpty();
  }

  @Test
  void aChangeIsReportedAsTheWholeSet() throws Exception {
    tellTwoHosts();
    start();
    report();
    dns.on("b.example.com", Type.A, address("b.example.com", 60, "10.0.0.9"))
        .on("b.example.com", Type.AAAA, new ScriptedDns.Script.Code(Rcode.NXDOMAIN));
    awaitTrue(() -> reports.stream().anyMatch(set -> set.size() == 3));
    assertThat(reports.stream().toList().getLast())
        .containsExactlyInAnyOrder(
            Backend.of("10.0.0.1", 2020),
            Backend.of("10.0.0.1", 2021),
            Backend.of("10.0.0.9", 2020));
  }

  @Test
  void looksAgainWhenTheShortestTimeToLiveIsOver() throws Exception {
    dns.on(SERVICE, Type.SRV, srv(SERVICE, 3_600, 2020, "a.example.com"))
        .on("a.example.com", Type.A, address("a.example.com", 1, "10.0.0.1"));
    long begin = clock.nanos();
    start(DnsLimits.USUAL, List.of(dns.address()));
    report();
    awaitRounds(1);
    assertThat(Duration.ofNanos(clock.nanos() - begin))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(9));
  }

  @Test
  void withoutSuchAServiceTheDomainIsTheHost() throws Exception {
    dns.on(DOMAIN, Type.A, address(DOMAIN, 60, "10.0.0.7"));
    start();
    assertThat(report()).containsExactly(Backend.of("10.0.0.7", 80));
  }

  @Test
  void aServiceThatIsNotOfferedHasNoBackends() throws Exception {
    dns.on(SERVICE, Type.SRV, srv(SERVICE, 60, 0, "."))
        .on(DOMAIN, Type.A, address(DOMAIN, 60, "10.0.0.7"));
    start();
    awaitRounds(2);
    assertThat(reports).isEmpty();
    assertThat(events.of("cueball.dns.nothing")).hasSize(1);
  }

  @Test
  void whileThereIsNothingTheLastSetStaysAndIsLookedForAgain() throws Exception {
    tellTwoHosts();
    start();
    report();
    dns.on(SERVICE, Type.SRV, new ScriptedDns.Script.Code(Rcode.NXDOMAIN));
    awaitRounds(3);
    assertThat(reports).isEmpty();
    assertThat(events.of("cueball.dns.nothing")).hasSize(1);
    tellTwoHosts();
    events.await("cueball.dns.works", Duration.ofSeconds(10));
    assertThat(reports).isEmpty();
  }

  @Test
  void aHostThatCannotBeLookedUpKeepsItsAddresses() throws Exception {
    tellTwoHosts();
    start();
    report();
    dns.on("b.example.com", Type.A, new ScriptedDns.Script.Code(Rcode.SERVFAIL));
    events.await("cueball.dns.failed", Duration.ofSeconds(10));
    awaitRounds(2);
    assertThat(reports).isEmpty();
  }

  @Test
  void aSilentOrFailingServerIsPassedOver() throws Exception {
    tellTwoHosts();
    try (ScriptedDns silent = new ScriptedDns();
        ScriptedDns failing = new ScriptedDns();
        ScriptedDns babbling = new ScriptedDns()) {
      silent.on(SERVICE, Type.SRV, SILENCE);
      failing.on(SERVICE, Type.SRV, new ScriptedDns.Script.Code(Rcode.SERVFAIL));
      babbling.on(SERVICE, Type.SRV, new ScriptedDns.Script.Garbage());
      for (String host : List.of("a.example.com", "b.example.com")) {
        for (int type : new int[] {Type.A, Type.AAAA}) {
          silent.on(host, type, SILENCE);
          failing.on(host, type, new ScriptedDns.Script.Code(Rcode.REFUSED));
          babbling.on(host, type, new ScriptedDns.Script.Garbage());
        }
      }
      start(QUICK, List.of(silent.address(), failing.address(), babbling.address(), dns.address()));
      assertThat(report()).isEqualTo(TWO_HOSTS);
      assertThat(silent.asked).isNotEmpty();
      assertThat(failing.asked).isNotEmpty();
      assertThat(babbling.asked).isNotEmpty();
    }
  }

  @Test
  void withoutAnyAnswerTheLastSetStays() throws Exception {
    tellTwoHosts();
    start();
    report();
    dns.on(SERVICE, Type.SRV, SILENCE);
    assertThat(events.await("cueball.dns.failed", Duration.ofSeconds(10)).message())
        .contains(SERVICE, "stays");
    awaitRounds(1);
    assertThat(reports).isEmpty();
    assertThat(events.of("cueball.dns.failed")).hasSize(1);
  }

  @Test
  void anAnswerCutShortIsAskedForAgainOverTcp() throws Exception {
    tellTwoHosts();
    dns.on(
        SERVICE,
        Type.SRV,
        new ScriptedDns.Script.TooLong(List.of(srv(SERVICE, 60, 2020, "a.example.com"))));
    start();
    assertThat(report()).containsExactly(Backend.of("10.0.0.1", 2020));
    assertThat(dns.asked).contains(new ScriptedDns.Asked(SERVICE + ".", "SRV", "tcp"));
  }

  @Test
  void aliasesAreFollowed() throws Exception {
    dns.on(SERVICE, Type.SRV, srv(SERVICE, 60, 2020, "a.example.com"))
        .on(
            "a.example.com",
            Type.A,
            alias("a.example.com", 60, "c.example.com"),
            alias("c.example.com", 60, "d.example.com"),
            address("d.example.com", 60, "10.0.0.4"));
    start();
    assertThat(report()).containsExactly(Backend.of("10.0.0.4", 2020));
  }

  @Test
  void aliasesInACircleLeadNowhere() throws Exception {
    dns.on(SERVICE, Type.SRV, srv(SERVICE, 60, 2020, "a.example.com"))
        .on(
            "a.example.com",
            Type.A,
            alias("a.example.com", 60, "c.example.com"),
            alias("c.example.com", 60, "a.example.com"));
    start();
    awaitRounds(2);
    assertThat(reports).isEmpty();
  }

  @Test
  void hostsBeyondTheLimitAreLeftAside() throws Exception {
    dns.on(
        SERVICE,
        Type.SRV,
        srv(SERVICE, 60, 1, "a.example.com"),
        srv(SERVICE, 60, 2, "a.example.com"),
        srv(SERVICE, 60, 3, "a.example.com"),
        srv(SERVICE, 60, 4, "a.example.com"),
        srv(SERVICE, 60, 5, "a.example.com"));
    dns.on("a.example.com", Type.A, address("a.example.com", 60, "10.0.0.1"));
    start();
    assertThat(report()).hasSize(4);
    assertThat(dns.count("a.example.com", Type.A))
        .isLessThanOrEqualTo(dns.count(SERVICE, Type.SRV));
  }

  @Test
  void closingEndsTheLookingUp() throws Exception {
    dns.on(SERVICE, Type.SRV, SILENCE);
    DnsResolver resolver = start(DnsLimits.USUAL, List.of(dns.address()));
    awaitTrue(() -> dns.count(SERVICE, Type.SRV) > 0);
    resolver.close();
    long begin = clock.nanos();
    runner.close();
    assertThat(Duration.ofNanos(clock.nanos() - begin)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aNameThatIsNoneAndAListWithoutServersAreRefused() {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> new DnsService("1..example.com", "_moray._tcp"))
        .matches(thrown -> thrown.fault() == Fault.BAD_INPUT);
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> start(QUICK, List.of()))
        .matches(thrown -> thrown.fault() == Fault.BAD_INPUT);
  }
}

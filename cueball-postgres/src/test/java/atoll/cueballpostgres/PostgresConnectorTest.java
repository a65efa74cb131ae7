package atoll.cueballpostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.cueball.Backend;
import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
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
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Against a real PostgreSQL with one database that is open with TLS only, one without TLS only and
/// one either way.
@SuppressWarnings("NullAway.Init") // JUnit starts the server before anything else.
class PostgresConnectorTest {

  private static final RealClock CLOCK = new RealClock();
  private static final String PASSWORD = "s3cr3t p@ss/wörd";

  @TempDir private static Path folder;
  private static Certificates certificates;
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    certificates = new Certificates(folder);
    Path data = folder.resolve("data");
    server = EmbeddedPostgres.builder().setDataDirectory(data).start();
    administer(
        "alter system set ssl_cert_file = '" + certificates.server + "'",
        "alter system set ssl_key_file = '" + certificates.serverKey + "'",
        "alter system set ssl = on",
        "create role tester login password '" + PASSWORD + "'",
        "create database tlsonly",
        "create database plainonly",
        "create database either");
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        host      all        postgres  localhost  trust
        hostssl   tlsonly    tester    localhost  scram-sha-256
        hostnossl plainonly  tester    localhost  scram-sha-256
        host      either     tester    localhost  scram-sha-256
        """);
    administer("select pg_reload_conf()");
    Deadline deadline = soon();
    while (!isDeniedWithoutPassword() || !usesTls("either", PostgresTls.PREFERRED)) {
      assertThat(deadline.hasPassed(CLOCK)).as("the rules hold in time").isFalse();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static void administer(String... commands) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private static boolean isDeniedWithoutPassword() {
    try {
      connect(
              new PostgresSettings(
                  Optional.of("tester"),
                  Optional.empty(),
                  Optional.of("either"),
                  Optional.empty(),
                  PostgresTls.PREFERRED),
              "localhost")
          .close();
      return false;
    } catch (AtollException denied) {
      return true;
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private static Deadline soon() {
    return Deadline.after(CLOCK, Duration.ofSeconds(30));
  }

  private static PostgresSettings settings(String database, PostgresTls tls) {
    return PostgresSettings.of("tester", PASSWORD, database).withTls(tls);
  }

  private static Connection connect(PostgresSettings settings, String host) {
    return new PostgresConnector(settings, CLOCK)
        .connect(Backend.of(host, server.getPort()), soon());
  }

  private static boolean usesTls(String database, PostgresTls tls) throws SQLException {
    return usesTls(database, tls, "localhost");
  }

  private static boolean usesTls(String database, PostgresTls tls, String host)
      throws SQLException {
    try (Connection connection = connect(settings(database, tls), host)) {
      return ask(connection, "select ssl from pg_stat_ssl where pid = pg_backend_pid()")
          .equals("t");
    }
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static void assertFault(Fault fault, Runnable call) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(call::run)
        .matches(thrown -> thrown.fault() == fault, "fault " + fault)
        .matches(thrown -> !String.valueOf(thrown.getMessage()).contains(PASSWORD), "no password");
  }

  // ---- the six modes ----

  /// What comes about: `tls`, `plain`, or that the server refuses.
  @ParameterizedTest
  @CsvSource({
    "disable,     either,    plain",
    "disable,     plainonly, plain",
    "disable,     tlsonly,   refused",
    "allow,       either,    plain",
    "allow,       plainonly, plain",
    "allow,       tlsonly,   tls",
    "prefer,      either,    tls",
    "prefer,      plainonly, plain",
    "prefer,      tlsonly,   tls",
    "require,     either,    tls",
    "require,     plainonly, refused",
    "require,     tlsonly,   tls",
    "verify-ca,   either,    tls",
    "verify-ca,   plainonly, refused",
    "verify-ca,   tlsonly,   tls",
    "verify-full, either,    tls",
    "verify-full, plainonly, refused",
    "verify-full, tlsonly,   tls",
  })
  void eachModeUsesTlsAsItSays(String text, String database, String outcome) throws SQLException {
    TlsMode mode = TlsMode.parse(text);
    PostgresTls tls =
        mode.needsCertificate() ? PostgresTls.of(mode, certificates.root) : PostgresTls.of(mode);
    if (outcome.equals("refused")) {
      assertFault(Fault.DENIED, () -> connect(settings(database, tls), "localhost"));
    } else {
      assertThat(usesTls(database, tls)).isEqualTo(outcome.equals("tls"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ALLOW", "PREFER", "REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
  void aRootThatIsGivenVerifiesInEveryMode(TlsMode mode) throws SQLException {
    assertThat(usesTls("tlsonly", PostgresTls.of(mode, certificates.root))).isTrue();
    // In this mode the server's refusal of the attempt without TLS is what counts.
    Fault expected = mode == TlsMode.ALLOW ? Fault.DENIED : Fault.UNREACHABLE;
    assertFault(
        expected,
        () ->
            connect(
                settings("tlsonly", PostgresTls.of(mode, certificates.otherRoot)), "localhost"));
  }

  /// The certificate names `localhost` only.
  @Test
  void onlyTheLastModeLooksAtTheHostsName() throws SQLException {
    assertThat(usesTls("either", PostgresTls.of(TlsMode.VERIFY_CA, certificates.root), "127.0.0.1"))
        .isTrue();
    assertFault(
        Fault.UNREACHABLE,
        () ->
            connect(
                settings("either", PostgresTls.of(TlsMode.VERIFY_FULL, certificates.root)),
                "127.0.0.1"));
  }

  @Test
  void modesThatVerifyNeedARoot() {
    for (TlsMode mode : new TlsMode[] {TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL}) {
      assertFault(Fault.BAD_INPUT, () -> PostgresTls.of(mode));
    }
    assertFault(Fault.BAD_INPUT, () -> TlsMode.parse("verify_ca"));
  }

  @Test
  void aServerWithoutTlsIsUsedPlainlyOrNotAtAll() throws SQLException {
    administer("alter system set ssl = off", "select pg_reload_conf()");
    try {
      PostgresTls prefer = PostgresTls.of(TlsMode.PREFER);
      Deadline deadline = soon();
      while (usesTls("either", prefer)) {
        assertThat(deadline.hasPassed(CLOCK)).as("TLS is off in time").isFalse();
      }
      assertThat(usesTls("either", PostgresTls.of(TlsMode.ALLOW))).isFalse();
      assertThat(usesTls("either", PostgresTls.of(TlsMode.DISABLE))).isFalse();
      assertFault(
          Fault.UNREACHABLE,
          () -> connect(settings("either", PostgresTls.of(TlsMode.REQUIRE)), "localhost"));
    } finally {
      administer("alter system set ssl = on", "select pg_reload_conf()");
      Deadline deadline = soon();
      while (!usesTls("either", PostgresTls.PREFERRED)) {
        assertThat(deadline.hasPassed(CLOCK)).as("TLS is on in time").isFalse();
      }
    }
  }

  // ---- logging in ----

  @Test
  void thePasswordIsUsedAndNeverShown() throws SQLException {
    PostgresSettings settings =
        settings("either", PostgresTls.PREFERRED).withApplicationName("atoll test");
    try (Connection connection = connect(settings, "localhost")) {
      assertThat(ask(connection, "select current_user")).isEqualTo("tester");
      assertThat(ask(connection, "select current_database()")).isEqualTo("either");
      assertThat(ask(connection, "show application_name")).isEqualTo("atoll test");
    }
    assertThat(settings)
        .hasToString("postgresql://tester@…/either?sslmode=prefer&application_name=atoll%20test");
    assertFault(
        Fault.DENIED, () -> connect(PostgresSettings.of("tester", "wrong", "either"), "localhost"));
  }

  @Test
  void whatTheServerRefusesIsToldApart() {
    assertFault(
        Fault.DENIED,
        () -> connect(PostgresSettings.of("tester", PASSWORD, "postgres"), "localhost"));
    assertFault(
        Fault.NOT_FOUND, () -> connect(PostgresSettings.of("postgres", "", "none"), "localhost"));
    PostgresConnector connector =
        new PostgresConnector(PostgresSettings.of("postgres", "", "none"), CLOCK);
    assertFault(
        Fault.TIMEOUT,
        () ->
            connector.connect(
                Backend.of("localhost", server.getPort()), new Deadline(CLOCK.nanos() - 1)));
  }

  @Test
  void aServerThatSaysNothingIsGivenUpAtTheDeadline() {
    PostgresConnector connector =
        new PostgresConnector(settings("either", PostgresTls.PREFERRED), CLOCK);
    try (var silent = new RealNet().listen(new Endpoint("127.0.0.1", 0))) {
      long begin = CLOCK.nanos();
      assertFault(
          Fault.TIMEOUT,
          () ->
              connector.connect(
                  Backend.of(silent.local()), Deadline.after(CLOCK, Duration.ofMillis(900))));
      assertThat(Duration.ofNanos(CLOCK.nanos() - begin)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void whereNobodyListensConnectingFails() {
    PostgresConnector connector =
        new PostgresConnector(settings("either", PostgresTls.PREFERRED), CLOCK);
    Endpoint left;
    try (var door = new RealNet().listen(new Endpoint("127.0.0.1", 0))) {
      left = door.local();
    }
    assertFault(Fault.UNREACHABLE, () -> connector.connect(Backend.of(left), soon()));
  }

  @Test
  void theReadmeShowsTheExampleThatRunsHere() throws IOException {
    ShownExample.assertInReadme(ReadmeExample.class);
  }

  @Test
  void theExampleOfTheReadmeLogsIn() throws SQLException {
    try (var events = new RecordingEvents();
        var runner = new RealRunner(events)) {
      var metrics = new PoolMetrics(new Registry());
      var seams = new PoolSeams(CLOCK, runner, new RealRandomness(), events, metrics);
      var address = new Endpoint("localhost", server.getPort());
      assertThat(ReadmeExample.askWhoIAm(address, PASSWORD, certificates.root, seams))
          .isEqualTo("tester");
    }
  }

  // ---- how a connection is ----

  @Test
  void aConnectionWithinATransactionIsNotHandedOn() throws SQLException {
    PostgresConnector connector =
        new PostgresConnector(settings("either", PostgresTls.PREFERRED), CLOCK);
    Connection connection = connect(settings("either", PostgresTls.PREFERRED), "localhost");
    assertThat(connector.isBroken(connection)).isFalse();
    assertThat(connector.isAlive(connection, soon())).isTrue();
    connection.setAutoCommit(false);
    assertThat(connector.isBroken(connection)).isTrue();
    connection.setAutoCommit(true);
    assertThat(connector.isBroken(connection)).isFalse();
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin");
    }
    assertThat(connector.isBroken(connection)).isTrue();
    connector.close(connection);
    assertThat(connection.isClosed()).isTrue();
    connector.close(connection);
  }

  @Test
  void aConnectionThatTheServerEndedIsFoundDeadByTheCheck() throws SQLException {
    PostgresConnector connector =
        new PostgresConnector(settings("either", PostgresTls.PREFERRED), CLOCK);
    Connection connection = connect(settings("either", PostgresTls.PREFERRED), "localhost");
    administer(
        "select pg_terminate_backend(" + ask(connection, "select pg_backend_pid()") + ", 30000)");
    assertThat(connector.isAlive(connection, soon())).isFalse();
    assertThat(connector.isBroken(connection)).isTrue();
    connector.close(connection);
  }
}

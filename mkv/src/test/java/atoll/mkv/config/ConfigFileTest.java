package atoll.mkv.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.net.Endpoint;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

  private static final String HOSTS =
      """
      [[host]]
      id = "v1"
      url = "http://127.0.0.1:3001"
      [[host]]
      id = "v2"
      url = "http://127.0.0.1:3002/data/"
      public_url = "https://blobs.example"
      [[host]]
      id = "v3"
      url = "http://[::1]:3003"
      weight = 2.5
      """;

  private static ConfigReading parse(String text, Map<String, String> environment) {
    return ConfigFile.parse(text, Path.of("/etc/mkv/mkv.toml"), environment);
  }

  private static MkvConfig good(String text, Map<String, String> environment) {
    return switch (parse(text, environment)) {
      case ConfigReading.Good good -> good.config();
      case ConfigReading.Bad bad -> throw new AssertionError(bad.problems().toString());
    };
  }

  private static List<String> problems(String text, Map<String, String> environment) {
    return parse(text, environment) instanceof ConfigReading.Bad bad
        ? bad.problems().stream().map(ConfigProblem::toString).toList()
        : List.of();
  }

  @Test
  void hasADefaultForAllButTheHosts() {
    MkvConfig config = good(HOSTS, Map.of());
    assertThat(config.server().listen()).isEqualTo(new Endpoint("127.0.0.1", 3000));
    assertThat(config.server().readMode()).isEqualTo(MkvConfig.ReadMode.REDIRECT);
    assertThat(config.server().overwrite()).isEqualTo(MkvConfig.Overwrite.DENY);
    assertThat(config.index().path()).isEqualTo(Path.of("/etc/mkv/index.db"));
    assertThat(config.index().synced()).isTrue();
    assertThat(config.placement().replicas()).isEqualTo(3);
    assertThat(config.placement().writeQuorum()).isEqualTo(2);
    assertThat(config.health().interval()).isEqualTo(Duration.ofSeconds(2));
    MkvConfig.Host second = config.host(new HostId("v2")).orElseThrow();
    assertThat(second.at()).isEqualTo(new Endpoint("127.0.0.1", 3002));
    assertThat(second.path()).isEqualTo("/data");
    assertThat(second.publicUrl()).isEqualTo("https://blobs.example");
    MkvConfig.Host third = config.host(new HostId("v3")).orElseThrow();
    assertThat(third.at()).isEqualTo(new Endpoint("::1", 3003));
    assertThat(third.publicUrl()).isEqualTo("http://[::1]:3003");
    assertThat(third.weight()).isEqualTo(2.5);
  }

  @Test
  void tellsEveryProblemWithItsLine() {
    assertThat(
            problems(
                """
                [server]
                listen = "nowhere"
                read_mode = "teleport"
                colour = "blue"
                [placement]
                replicas = 2
                write_quorum = 3
                vnodes = "many"
                [[host]]
                id = "V 1"
                url = "http://127.0.0.1:3001"
                [paint]
                """,
                Map.of()))
        .containsExactly(
            "/etc/mkv/mkv.toml:2: server.listen: \"nowhere\" is no HOST:PORT",
            "/etc/mkv/mkv.toml:3: server.read_mode: \"teleport\" is none of"
                + " redirect, proxy, accel",
            "/etc/mkv/mkv.toml:4: server.colour: nobody knows this key; known are"
                + " admin_listen, drain_delay, drain_timeout, listen, max_object_bytes, md5,"
                + " overwrite, protect, public_url, read_mode, read_mode_by_request,"
                + " strict_delete",
            "/etc/mkv/mkv.toml:7: placement.write_quorum: 3 of 2 replicas: at most as many as"
                + " replicas",
            "/etc/mkv/mkv.toml:8: placement.vnodes: \"many\" is not a whole number",
            "/etc/mkv/mkv.toml:10: host.id: \"V 1\" is no host id: 1 to 32 of a-z 0-9 . _ -,"
                + " a letter or digit first",
            "/etc/mkv/mkv.toml:12: paint: nobody knows this section; known are"
                + " [auth, health, host, index, limits, log, metrics, placement, server, volume]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[server]\\nlisten = \"a:99999\" | is no port",
        "[server]\\nmax_object_bytes = \"big\" | is not a size",
        "[server]\\ndrain_timeout = \"0s\" | is too short",
        "[server]\\nprotect = \"maybe\" | neither true nor false",
        "[server]\\nlisten = [\"a:1\"] | one value is wanted",
        "[index]\\nsynchronous = \"off\" | is none of full, normal",
        "[index]\\nread_on_loop = \"always\" | is none of auto, yes, no",
        "[index]\\npostgres_url = \"http://db\" | jdbc:postgresql://HOST",
        "[index]\\npostgres_user = \"u\" | without postgres_url",
        "[index]\\npostgres_password_file = \"none\" | cannot be read",
        "[placement]\\nreplicas = 0 | is out of range: 1 to 32",
        "[placement]\\nreplicas = 4 | want as many active hosts",
        "[placement]\\nspread_by = \"rack\" | is none of zone, host",
        "[health]\\ninterval = \"2\" | is not a duration",
        "[health]\\nfall = 0 | is out of range",
        "[limits]\\nlist_rate = -1 | is out of range",
        "[limits]\\nlist_rate = \"x\" | is not a number",
        "[log]\\nlevel = \"loud\" | is none of debug, info, warn, error",
        "[server]\\npublic_url = \"http://p/\" | without a slash",
        "[auth]\\nwrite_tokens_file = \"none\" | cannot be read",
        "[auth]\\ntoken = \"x\" | nobody knows this key; known are admin_tokens_file,",
        "[metrics]\\nenabled = 1 | neither true nor false",
        "server = 3 | a section is wanted",
        "[server | Unexpected end",
        "[[host]]\\nid = \"v1\"\\nurl = \"http://h:1\" | two hosts have the id v1",
        "[[host]]\\nid = \"v9\"\\nurl = \"http://127.0.0.1:3001\" | two hosts have the url of v9",
        "[[host]]\\nid = \"v9\"\\nurl = \"ftp://h\" | is no http://HOST:PORT",
        "[[host]]\\nid = \"v9\" | is no http://HOST:PORT",
        "[[host]]\\nid = \"v9\"\\nurl = \"http://h:1\"\\nstate = \"gone\" | is none of active,",
        "[[host]]\\nid = \"v9\"\\nurl = \"http://h:1\"\\nweight = -1 | is out of range",
        "[[host]]\\nid = \"v9\"\\nurl = \"http://h:1\"\\nzone = \"z\" | give one to each",
        "[[host]]\\nid = \"v9\"\\nurl = \"http://h:1\"\\npublic_url = \"http://p/\" | without a slash"
      })
  void refuses(String text, String message) {
    String unescaped = text.replace("\\n", "\n");
    String whole = unescaped.startsWith("[[host]]") ? HOSTS + unescaped : unescaped + "\n" + HOSTS;
    assertThat(problems(whole, Map.of())).singleElement().asString().contains(message);
  }

  @Test
  void wantsAHost() {
    assertThat(problems("", Map.of())).singleElement().asString().contains("at least one [[host]]");
  }

  @Test
  void wantsAZoneForEachReplicaUnlessSharingIsMeant() {
    String zoned =
        """
        [[host]]
        id = "v1"
        url = "http://h:1"
        zone = "a"
        [[host]]
        id = "v2"
        url = "http://h:2"
        zone = "a"
        """;
    String two = "[placement]\nreplicas = 2\n";
    assertThat(problems(two + zoned, Map.of())).singleElement().asString().contains("over 1 zones");
    assertThat(problems(two + "allow_zone_sharing = true\n" + zoned, Map.of())).isEmpty();
    assertThat(problems(two + "spread_by = \"host\"\n" + zoned, Map.of())).isEmpty();
  }

  @Test
  void letsTheEnvironmentWin() {
    MkvConfig config =
        good(
            "[server]\nlisten = \"nonsense\"\n" + HOSTS,
            Map.of(
                "MKV_SERVER_LISTEN", ":4000",
                "MKV_PLACEMENT_REPLICAS", "2",
                "MKV_LOG_FORMAT", "json",
                "HOME", "/"));
    assertThat(config.server().listen()).isEqualTo(new Endpoint("0.0.0.0", 4000));
    assertThat(config.placement().replicas()).isEqualTo(2);
    assertThat(config.log().json()).isTrue();
  }

  @Test
  void refusesVariablesThatNobodyKnowsAndWrongOnes() {
    assertThat(problems(HOSTS, Map.of("MKV_SERVER_LISTNE", "x")))
        .singleElement()
        .asString()
        .startsWith("MKV_SERVER_LISTNE: nobody knows this variable");
    assertThat(problems(HOSTS, Map.of("MKV_PLACEMENT_REPLICAS", "x")))
        .singleElement()
        .asString()
        .startsWith("MKV_PLACEMENT_REPLICAS: placement.replicas: \"x\" is not a whole number");
  }

  @Test
  void readsAPasswordFromAFileAndNeverShowsIt(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("password"), "s3cret\n");
    String text =
        "[index]\npostgres_url = \"jdbc:postgresql://db/mkv\"\npostgres_user = \"mkv\"\n"
            + "postgres_password_file = \"password\"\n"
            + HOSTS;
    Path file = folder.resolve("mkv.toml");
    Files.writeString(file, text);
    assertThat(ConfigFile.read(file, Map.of()))
        .isInstanceOfSatisfying(
            ConfigReading.Good.class,
            good -> {
              assertThat(good.config().index().postgres().orElseThrow().password())
                  .isEqualTo("s3cret");
              assertThat(good.config().toString()).doesNotContain("s3cret");
            });
  }

  @Test
  void takesHostsByTheNameOfVolumesToo() {
    MkvConfig config = good(HOSTS.replaceFirst("\\[\\[host]]", "[[volume]]"), Map.of());
    assertThat(config.hosts()).hasSize(3);
    assertThat(config.ring().epoch()).isEqualTo(good(HOSTS, Map.of()).ring().epoch());
  }

  @Test
  void readsTokensFromFilesAndNeverShowsThem(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("writers"), "# of the loader\nw-0123456789abcdef\n\n");
    Files.writeString(folder.resolve("readers"), "r-0123456789abcdef\nr-fedcba9876543210\n");
    Path file = folder.resolve("mkv.toml");
    Files.writeString(
        file, "[auth]\nread_tokens_file = \"readers\"\nwrite_tokens_file = \"writers\"\n" + HOSTS);
    MkvConfig config = ConfigFile.require(file, Map.of());
    assertThat(config.auth().read().has("r-fedcba9876543210")).isTrue();
    assertThat(config.auth().read().has("w-0123456789abcdef")).isFalse();
    assertThat(config.auth().write().has("w-0123456789abcdef")).isTrue();
    assertThat(config.auth().admin().isOpen()).isTrue();
    assertThat(config.toString()).doesNotContain("0123456789abcdef");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "too-short\n", "with a space in the token\n"})
  void refusesFilesWithoutAToken(String text, @TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("tokens"), text);
    Path file = folder.resolve("mkv.toml");
    Files.writeString(file, "[auth]\nadmin_tokens_file = \"tokens\"\n" + HOSTS);
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> ConfigFile.require(file, Map.of()))
        .withMessageContaining("auth.admin_tokens_file: tokens: ");
  }

  @Test
  void refusesToCloseReadingAlone(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("tokens"), "r-0123456789abcdef\n");
    Path file = folder.resolve("mkv.toml");
    Files.writeString(file, "[auth]\nread_tokens_file = \"tokens\"\n" + HOSTS);
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> ConfigFile.require(file, Map.of()))
        .withMessageContaining("reading cannot be closed alone");
  }

  @Test
  void saysWhichFileIsNotThere(@TempDir Path folder) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> ConfigFile.read(folder.resolve("none.toml"), Map.of()))
        .withMessageContaining("none.toml");
  }

  /// The model places by address: renaming a host moves what it keeps.
  @Test
  void placesByIdAndNotByAddress() {
    MkvConfig before = good(HOSTS, Map.of());
    MkvConfig after = good(HOSTS.replace("127.0.0.1:300", "10.0.0.7:900"), Map.of());
    assertThat(after.ring().epoch()).isEqualTo(before.ring().epoch());
    for (int number = 0; number < 1_000; number++) {
      Key key = Key.of("/" + number);
      assertThat(after.ring().owners(key.hash(), 3)).isEqualTo(before.ring().owners(key.hash(), 3));
    }
  }

  @Test
  void takesANewConfigurationButForWhatNeedsANewStart() {
    MkvConfig before = good(HOSTS, Map.of());
    MkvConfig wanted =
        good(
            "[server]\nlisten = \"h:1\"\nread_mode = \"proxy\"\n[index]\npath = \"other\"\n"
                + "[limits]\nlist_rate = 7\n"
                + HOSTS,
            Map.of());
    ReloadPlan plan = ReloadPlan.of(before, wanted);
    assertThat(plan.ignored()).containsExactly("server.listen", "index");
    assertThat(plan.config().server().listen()).isEqualTo(before.server().listen());
    assertThat(plan.config().server().readMode()).isEqualTo(MkvConfig.ReadMode.PROXY);
    assertThat(plan.config().index()).isEqualTo(before.index());
    assertThat(plan.config().limits().listRate()).isEqualTo(7);
    assertThat(ReloadPlan.of(before, before)).isEqualTo(new ReloadPlan(before, List.of()));
  }

  /// What is there has as many copies as the quorum wanted that is in force.
  @Test
  void keepsItsReplicasRatherThanFewerThanItsQuorum() {
    MkvConfig before = good("[placement]\nreplicas = 3\nwrite_quorum = 2\n" + HOSTS, Map.of());
    MkvConfig fewer = good("[placement]\nreplicas = 1\nvnodes = 64\n" + HOSTS, Map.of());
    ReloadPlan plan = ReloadPlan.of(before, fewer);
    assertThat(plan.ignored()).containsExactly("placement.replicas");
    assertThat(plan.config().placement().replicas()).isEqualTo(3);
    assertThat(plan.config().placement().writeQuorum()).isEqualTo(2);
    assertThat(plan.config().placement().ring()).isEqualTo(fewer.placement().ring());

    MkvConfig enough = good("[placement]\nreplicas = 2\n" + HOSTS, Map.of());
    assertThat(ReloadPlan.of(before, enough)).isEqualTo(new ReloadPlan(enough, List.of()));
  }
}

package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.app.mkv.GatewaySeams;
import atoll.app.process.Serving;
import atoll.fast.json.Json;
import atoll.http.server.AccessLog;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.mkv.store.LocalStore;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands of mkv that end by themselves, as somebody at a shell would use them.
class MkvCommandsTest {

  private static final String CONFIG =
      """
      [placement]
      replicas = 2
      [[host]]
      id = "v1"
      url = "http://127.0.0.1:3001"
      [[host]]
      id = "v2"
      url = "http://127.0.0.1:3002"
      [[host]]
      id = "v3"
      url = "http://127.0.0.1:3003"
      """;

  @TempDir private Path folder;

  /// What a command did.
  private record Ran(int code, String out, String err) {

    Json json() {
      assertThat(code).as(err).isZero();
      return Json.parse(out.strip());
    }

    String text(String member) {
      return json().member(member).flatMap(Json::asText).orElseThrow();
    }

    long number(String member) {
      return json().member(member).orElseThrow().asLong().orElseThrow();
    }

    Ran succeeds() {
      assertThat(code).as(err).isZero();
      return this;
    }
  }

  private static Ran mkv(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = Stream.concat(Stream.of("mkv"), Stream.of(words)).toList();
    int code = Main.run(all, new PrintWriter(out), new PrintWriter(err));
    return new Ran(code, out.toString(), err.toString());
  }

  private String config(String text) throws IOException {
    Path file = folder.resolve("mkv.toml");
    Files.writeString(file, text);
    return file.toString();
  }

  // ---- what makes no sense
  // -----------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected one of config, get, host, index, ls, put, ring, rm, server, up, version",
        "sing | Unmatched argument at index 0: 'sing'",
        "server | Missing required option: '--config=FILE'",
        "config | expected check",
        "config check | Missing required option: '--config=FILE'",
        "ring | expected show, explain or simulate",
        "ring explain --config x | Missing required parameter: 'KEY'",
        "index | expected backup, verify or export",
        "index backup --config x | Missing required parameter: 'FILE'",
        "host | expected a folder, or init",
        "host init here | Missing required option: '--id=ID'",
        "host init here --id v1 --port 70000 | invalid port: 70000; expected 1 to 65535",
        "host init here --id V_1! | is no host id",
        "host here --port 70000 | invalid port: 70000; expected 1 to 65535",
        "host here --nginx --admin-port 9 | --admin-port is for hosts of our own",
        "up --volumes 2 --replicas 3 --data no | 3 replicas need as many hosts",
        "up --volumes 0 --replicas 0 --data no | at least one",
        "up --port 70000 --data no | port 70000 leaves no 3 ports behind it",
        "up --admin-port 3002 --data no | port 3002 cannot be for health and metrics",
        "up --volumes many | Invalid value for option '--volumes'",
        "put key | Missing required parameter: 'FILE'",
        "get key --json | --json tells of a file, so name one for the value",
        "rm | Missing required parameter: 'KEY'",
        "ls --limit few | Invalid value for option '--limit'",
        "get key out --url no:address | is no address",
        "version --colour | Unknown option: '--colour'"
      })
  void whatMakesNoSenseIsOneSentence(String words, String sentence) {
    Ran ran = mkv(words.isEmpty() ? new String[0] : words.split(" ", -1));
    assertThat(ran.err()).contains(sentence);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.code()).as(ran.err()).isEqualTo(Fault.BAD_INPUT.exitCode());
    assertThat(ran.out()).isEmpty();
  }

  // ---- configuration and ring
  // --------------------------------------------------------------------

  @Test
  void configCheckSaysThatAFileIsGood() throws IOException {
    String file = config(CONFIG);
    assertThat(mkv("config", "check", "--config", file).succeeds().out())
        .matches("\\Q" + file + "\\E is good: 3 hosts, 2 replicas, ring [0-9a-f]+\\R");
    Ran json = mkv("config", "check", "--config", file, "--json");
    assertThat(json.json().member("good")).hasValue(Json.TRUE);
    assertThat(json.number("hosts")).isEqualTo(3);
  }

  @Test
  void configCheckAndServerTellEveryProblemAndItsLine() throws IOException {
    String file = config("[server]\nlisten = \"x\"\ncolour = 1\n" + CONFIG);
    for (String command : List.of("config check", "server", "ring show", "index verify")) {
      String[] words = (command + " --config " + file).split(" ", -1);
      Ran ran = mkv(words);
      assertThat(ran.code()).isEqualTo(Fault.BAD_INPUT.exitCode());
      assertThat(ran.err())
          .contains("problems: 2")
          .contains(file + ":2: server.listen")
          .contains(file + ":3: server.colour");
    }
    Ran json = mkv("config", "check", "--config", file, "--json");
    assertThat(json.code()).isEqualTo(Fault.BAD_INPUT.exitCode());
    Json told = Json.parse(json.out().strip());
    assertThat(told.member("good")).hasValue(Json.FALSE);
    assertThat(told.member("problems").orElseThrow().elements())
        .extracting(each -> each.member("line").orElseThrow().asLong().orElseThrow())
        .containsExactly(2L, 3L);
  }

  @Test
  void aConfigurationThatIsNotThereIsNamed() {
    Ran ran = mkv("config", "check", "--config", "/no/such.toml");
    assertThat(ran.code()).isEqualTo(Fault.NOT_FOUND.exitCode());
    assertThat(ran.err()).contains("/no/such.toml");
  }

  @Test
  void ringShowTellsShares() throws IOException {
    String file = config(CONFIG);
    assertThat(mkv("ring", "show", "--config", file).succeeds().out())
        .contains("2 replicas, largest share ")
        .containsPattern("v1 {2}3[0-9]\\.[0-9]{3} %")
        .contains("v3");
    Json json = mkv("ring", "show", "--config", file, "--json").json();
    double sum = 0;
    for (String host : List.of("v1", "v2", "v3")) {
      sum +=
          json.member("shares")
              .flatMap(all -> all.member(host))
              .orElseThrow()
              .asDouble()
              .orElseThrow();
    }
    assertThat(sum).isBetween(0.99999, 1.00001);
    assertThat(json.member("peak_to_fair").orElseThrow().asDouble().orElseThrow())
        .isBetween(1.0, 1.2);
  }

  @Test
  void ringExplainTellsTheHostsOfAKey() throws IOException {
    String file = config(CONFIG);
    String text = mkv("ring", "explain", "--config", file, "/some/key").succeeds().out();
    assertThat(text.lines().filter(line -> line.startsWith("owner  "))).hasSize(2);
    assertThat(text.lines().filter(line -> line.startsWith("behind "))).hasSize(1);
    Ran json = mkv("ring", "explain", "--config", file, "/some/key", "--json");
    assertThat(json.text("hash")).hasSize(64);
    for (Json owner : json.json().member("owners").orElseThrow().elements()) {
      assertThat(text).contains("owner  " + owner.asText().orElseThrow());
    }
  }

  @Test
  void ringSimulateTellsWhatAnotherHostWouldMove() throws IOException {
    String file = config(CONFIG);
    assertThat(mkv("ring", "simulate", "--config", file, "--add", "v4").succeeds().out())
        .contains("v4")
        .contains("moved: ");
    Json added = mkv("ring", "simulate", "--config", file, "--add", "v4:1:z", "--json").json();
    // A quarter of all copies goes to the new host; nothing else moves.
    assertThat(added.member("moved").orElseThrow().asDouble().orElseThrow()).isBetween(0.2, 0.3);
    Json lighter = mkv("ring", "simulate", "--config", file, "--weight", "v1=0.5", "--json").json();
    assertThat(share(lighter, "after", "v1")).isLessThan(share(lighter, "before", "v1"));
    Json fewer = mkv("ring", "simulate", "--config", file, "--remove", "v2", "--json").json();
    assertThat(share(fewer, "after", "v1")).isEqualTo(0.5);
    assertThat(mkv("ring", "simulate", "--config", file, "--remove", "v9").err())
        .contains("no host has the id v9");
    assertThat(mkv("ring", "simulate", "--config", file, "--weight", "v1=heavy").err())
        .contains("\"heavy\" is no weight");
  }

  private static double share(Json simulated, String when, String host) {
    return simulated
        .member(when)
        .flatMap(ring -> ring.member("shares"))
        .flatMap(shares -> shares.member(host))
        .orElseThrow()
        .asDouble()
        .orElseThrow();
  }

  // ---- hosts
  // -------------------------------------------------------------------------------------

  @Test
  void hostInitMakesAFolderAHostOnceAndPrintsAConfigurationOfNginx() {
    Path root = folder.resolve("blobs");
    Ran first = mkv("host", "init", root.toString(), "--id", "v7", "--port", "4321").succeeds();
    assertThat(first.err()).contains(root + " is host v7");
    assertThat(first.out())
        .contains("listen 127.0.0.1:4321 ")
        .contains("listen 127.0.0.1:4421 ")
        .contains("min_delete_depth 3")
        .contains("access_log off")
        .contains("client_body_temp_path");
    assertThat(root.resolve("mkv-host.json")).content().contains("\"v7\"");
    Ran again = mkv("host", "init", root.toString(), "--id", "v7", "--json");
    assertThat(again.json().member("fresh")).hasValue(Json.FALSE);
    assertThat(again.text("nginx")).contains("min_delete_depth 3").contains("127.0.0.1:3101 ");
    Ran other = mkv("host", "init", root.toString(), "--id", "v8");
    assertThat(other.code()).isNotZero();
    assertThat(other.err()).contains("v7");
  }

  @Test
  void aHostWithoutAnIdentityIsNamed() {
    for (String kind : List.of("--port=4000", "--nginx")) {
      Ran ran = mkv("host", folder.toString(), kind);
      assertThat(ran.code()).isEqualTo(Fault.NOT_FOUND.exitCode());
      assertThat(ran.err()).contains(folder.toString());
    }
  }

  // ---- a store
  // -----------------------------------------------------------------------------------

  private LocalStore store(Serving serving, int port, Map<String, String> environment)
      throws IOException {
    return LocalStore.start(
        LocalStore.Settings.inARow("127.0.0.1", port, 3, 2, folder.toRealPath(), false),
        environment,
        GatewaySeams.of(serving, AccessLog.NONE),
        new Registry());
  }

  private static Serving serving() {
    return new Serving(new PrintWriter(Writer.nullWriter()), EventForm.TEXT, Level.ERROR);
  }

  @Test
  void aClientPutsListsGetsAndRemoves() throws IOException {
    int port = FreePorts.row(5);
    String url = "http://127.0.0.1:" + port;
    Path file = folder.resolve("value");
    byte[] value = new byte[3_000_000];
    new Random(7).nextBytes(value);
    Files.write(file, value);
    Path back = folder.resolve("back");
    try (Serving serving = serving();
        LocalStore _ = store(serving, port, Map.of())) {
      assertThat(mkv("put", "dir/käse", file.toString(), "--url", url).succeeds().out())
          .matches("dir/käse \"[0-9a-f]+\"\\R");
      assertThat(mkv("put", "/dir/two", file.toString(), "--url", url, "--json").text("etag"))
          .matches("\"[0-9a-f]+\"");
      assertThat(mkv("ls", "--url", url).succeeds().out().lines())
          .containsExactly("/dir/käse", "/dir/two");
      assertThat(mkv("ls", "/dir/t", "--url", url, "--json").text("key")).isEqualTo("/dir/two");
      assertThat(mkv("ls", "/dir/t", "--url", url, "--detail").number("size"))
          .isEqualTo(value.length);
      Ran some = mkv("ls", "--url", url, "--limit", "1").succeeds();
      assertThat(some.out().lines()).hasSize(1);
      assertThat(some.err()).contains("there are more, from /dir/two on");

      mkv("get", "dir/käse", back.toString(), "--url", url).succeeds();
      assertThat(back).hasBinaryContent(value);
      assertThat(mkv("get", "/dir/two", back.toString(), "--url", url, "--json").number("bytes"))
          .isEqualTo(value.length);

      Ran twice = mkv("put", "/dir/two", file.toString(), "--url", url);
      assertThat(twice.code()).isEqualTo(Fault.CONFLICT.exitCode());
      assertThat(twice.err()).contains("403").contains("exists");
      assertThat(mkv("rm", "/dir/two", "--url", url).succeeds().out().strip())
          .isEqualTo("/dir/two removed");
      Ran none = mkv("get", "/dir/two", folder.resolve("none").toString(), "--url", url);
      assertThat(none.code()).isEqualTo(Fault.NOT_FOUND.exitCode());
      assertThat(folder.resolve("none")).doesNotExist();
      assertThat(mkv("put", "/x", "/no/such/file", "--url", url).code())
          .isEqualTo(Fault.NOT_FOUND.exitCode());
    }
    Ran gone = mkv("rm", "/dir/two", "--url", url);
    assertThat(gone.code()).isEqualTo(Fault.UNREACHABLE.exitCode());
    assertThat(gone.err()).contains("cannot reach " + url);
  }

  @Test
  void aClientShowsItsTokenToTheGateway() throws IOException {
    int port = FreePorts.row(5);
    String url = "http://127.0.0.1:" + port;
    Path token = folder.resolve("token");
    Files.writeString(token, "a-token-0123456789\n");
    Map<String, String> environment =
        Map.of("MKV_AUTH_READ_TOKENS_FILE", "token", "MKV_AUTH_WRITE_TOKENS_FILE", "token");
    try (Serving serving = serving();
        LocalStore _ = store(serving, port, environment)) {
      assertThat(mkv("put", "/key", token.toString(), "--url", url).code())
          .isEqualTo(Fault.DENIED.exitCode());
      String[] known = {"--url", url, "--token-file", token.toString()};
      mkv("put", "/key", token.toString(), known[0], known[1], known[2], known[3]).succeeds();
      Path back = folder.resolve("back");
      assertThat(mkv("get", "/key", back.toString(), "--url", url).code())
          .isEqualTo(Fault.DENIED.exitCode());
      mkv("get", "/key", back.toString(), known[0], known[1], known[2], known[3]).succeeds();
      assertThat(back).hasSameTextualContentAs(token);
      assertThat(mkv("ls", "--url", url, "--token-file", "/no/token").err())
          .contains("cannot read the token /no/token");
    }
  }

  @Test
  void anIndexIsBackedUpWhileItServesAndVerifiedAndPrintedAfterwards() throws IOException {
    int port = FreePorts.row(5);
    String url = "http://127.0.0.1:" + port;
    Path file = folder.resolve("value");
    Files.writeString(file, "value");
    String config = folder.toRealPath().resolve("up.toml").toString();
    Path copy = folder.resolve("copy.db");
    try (Serving serving = serving();
        LocalStore _ = store(serving, port, Map.of())) {
      for (String key : List.of("/a", "/b", "/c")) {
        mkv("put", key, file.toString(), "--url", url).succeeds();
      }
      Ran backup = mkv("index", "backup", "--config", config, copy.toString(), "--json");
      assertThat(backup.number("bytes")).isEqualTo(Files.size(copy));
      Ran again = mkv("index", "backup", "--config", config, copy.toString());
      assertThat(again.code()).isEqualTo(Fault.CONFLICT.exitCode());
      Ran busy = mkv("index", "verify", "--config", config);
      assertThat(busy.code()).isEqualTo(Fault.BUSY.exitCode());
      assertThat(busy.err()).contains("index.db");
    }
    assertThat(mkv("index", "verify", "--config", config).succeeds().out().strip())
        .isEqualTo("3 records, 0 problems");
    Ran verified = mkv("index", "verify", "--config", config, "--json");
    assertThat(verified.number("records")).isEqualTo(3);
    List<String> exported =
        mkv("index", "export", "--config", config, "--json").succeeds().out().lines().toList();
    assertThat(exported)
        .extracting(line -> Json.parse(line).member("key").flatMap(Json::asText).orElseThrow())
        .containsExactly("/a", "/b", "/c");
    Files.move(copy, folder.resolve("index.db"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(mkv("index", "verify", "--config", config).succeeds().out()).startsWith("3 records");
  }

  @Test
  void versionTellsTheFormats() {
    assertThat(mkv("version").succeeds().out())
        .matches("index schema \\d+, sidecar mkv1, JDK 25.*\\R");
    Ran json = mkv("version", "--json");
    assertThat(json.text("sidecar")).isEqualTo("mkv1");
    assertThat(json.number("index_schema")).isPositive();
  }

  @Test
  void aPortThatIsTakenIsNamedByThoseWhoServe() throws IOException {
    int port = FreePorts.row(5);
    Path host = folder.resolve("h");
    mkv("host", "init", host.toString(), "--id", "h").succeeds();
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      String up = folder.resolve("up").toString();
      String at = Integer.toString(port);
      String server = config("[server]\nlisten = \"127.0.0.1:" + port + "\"\n" + CONFIG);
      for (Ran ran :
          List.of(
              mkv("up", "--port", at, "--admin-port", "" + (port + 4), "--data", up),
              mkv("server", "--config", server),
              mkv("host", host.toString(), "--port", at),
              mkv("host", host.toString(), "--port", at, "--nginx"))) {
        assertThat(ran.code()).as(ran.err()).isEqualTo(Fault.CONFLICT.exitCode());
        assertThat(ran.err()).contains("127.0.0.1:" + port);
      }
    }
  }
}

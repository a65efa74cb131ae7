package atoll.moray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.fast.Invocation;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.moray.example.Example;
import atoll.moray.example.Examples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each of the six programs against a server that keeps etags as moray does.
final class ExamplesTest {

  private final Stage stage = new Stage();
  private final Map<String, Json> values = new LinkedHashMap<>();
  private final Map<String, String> etags = new LinkedHashMap<>();
  private final ScriptedMoray moray =
      new ScriptedMoray()
          .on("getBucket", Samples.BUCKET)
          .on("listBuckets", Samples.BUCKET)
          .on("findObjects", Samples.OBJECT)
          .on("sql", Samples.ROW)
          .on("batch", this::batch)
          .on("getObject", this::get)
          .on("putObject", "{\"etag\":\"561BACAF\"}");
  private final MorayClient client = stage.of(moray);

  @AfterEach
  void close() {
    stage.close();
  }

  /// All puts, or none if an etag is wrong.
  private synchronized void batch(Invocation request) {
    List<Json> written = new ArrayList<>();
    Map<String, Json> values = new LinkedHashMap<>(this.values);
    Map<String, String> etags = new LinkedHashMap<>(this.etags);
    for (Json put : request.arguments().toList().getFirst().elements()) {
      String key = put.member("key").flatMap(Json::asText).orElseThrow();
      Optional<String> wanted =
          put.member("options").flatMap(options -> options.member("etag")).flatMap(Json::asText);
      if (wanted.isPresent() && !wanted.get().equals(etags.get(key))) {
        request.fail(new RemoteError("EtagConflictError", key + " is another"));
        return;
      }
      Json value = put.member("value").orElseThrow().detached();
      values.put(key, value);
      etags.put(key, "%08X".formatted(value.hashCode()));
      written.add(
          Json.parse(
              "{\"bucket\":\"b\",\"key\":\"%s\",\"etag\":\"%s\"}".formatted(key, etags.get(key))));
    }
    this.values.putAll(values);
    this.etags.putAll(etags);
    request.write(Json.object("etags", Json.array(written)));
  }

  private synchronized void get(Invocation request) {
    String key = request.arguments().toList().get(1).asText().orElseThrow();
    request.write(
        Json.parse(
            "{\"bucket\":\"b\",\"key\":\"%s\",\"value\":%s,\"_id\":1,\"_etag\":\"%s\",\"_mtime\":5}"
                .formatted(key, values.get(key), etags.get(key))));
  }

  private List<String> run(String name, String... words) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    Examples.named(name).orElseThrow().run(client, List.of(words), printer);
    printer.flush();
    return out.toString().lines().toList();
  }

  @Test
  void thereAreSix() {
    assertThat(Examples.ALL)
        .extracting(Example::name)
        .containsExactly("createbucket", "listbuckets", "putobject", "findobjects", "sql", "batch");
  }

  @Test
  void createbucketSetsUpIndexesAndShowsTheBucket() {
    assertThat(run("createbucket", "manta", "dirname:string", "n:number"))
        .containsExactly("manta version 2", "  dirname:string", "  n:number unique");
    assertThat(moray.argumentsOf("createBucket").toString())
        .startsWith(
            "[\"manta\",{\"index\":{\"dirname\":{\"type\":\"string\"},\"n\":{\"type\":\"number\"}}");
  }

  @Test
  void listbucketsShowsThemAll() {
    assertThat(run("listbuckets"))
        .containsExactly("manta version 2", "  dirname:string", "  n:number unique");
  }

  @Test
  void putobjectPrintsTheEtag() {
    assertThat(run("putobject", "b", "k", "{\"a\":1}")).containsExactly("561BACAF");
    assertThat(run("putobject", "b", "k", "{\"a\":1}", "7712D647")).containsExactly("561BACAF");
    assertThat(moray.asked().getLast().arguments().toString()).contains("\"etag\":\"7712D647\"");
  }

  @Test
  void findobjectsPrintsWhatMatches() {
    assertThat(run("findobjects", "manta", "type=object"))
        .containsExactly("/o/stor/a 7712D647 {\"a\":1.0,\"b\":\"ü\"}");
    assertThat(moray.argumentsOf("findObjects").toString())
        .startsWith("[\"manta\",\"(type=object)\",")
        .contains("\"noLimit\":true");
  }

  @Test
  void sqlPrintsRows() {
    assertThat(run("sql", "SELECT $1", "v")).containsExactly(Samples.ROW);
    assertThat(moray.argumentsOf("sql").toString()).startsWith("[\"SELECT $1\",[\"v\"],");
  }

  @Test
  void batchClobbersWithoutEtagsPutsWithRightOnesAndChangesNothingWithAWrongOne() {
    List<String> lines = run("batch", "b");
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).startsWith("without etags: [");
    assertThat(lines.get(1)).startsWith("with the right etags: [");
    assertThat(lines.get(2)).isEqualTo("with a wrong one: batch-2 is another");
    assertThat(lines.subList(3, 6)).allMatch(line -> line.contains("second"));
    // A second time, over what is there.
    assertThat(run("batch", "b")).isEqualTo(lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "createbucket",
        "putobject",
        "putobject b k nope",
        "findobjects b",
        "sql",
        "findobjects b (a",
        "batch",
        "listbuckets x",
        "createbucket b name"
      })
  void wordsThatMakeNoSenseAreToldWithoutACall(String line) {
    String[] words = line.split(" ", -1);
    assertThatThrownBy(
            () -> run(words[0], List.of(words).subList(1, words.length).toArray(String[]::new)))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT));
    assertThat(moray.asked()).isEmpty();
  }
}

package atoll.moray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.moray.filter.Filter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What each call sends, letter for letter, and what it makes of the answer.
final class CallsTest {

  private static final Filter FILTER = Filter.equal("type", "object");

  private final Stage stage = new Stage();
  private final ScriptedMoray moray = new ScriptedMoray();
  private final MorayClient client = stage.of(moray);

  @AfterEach
  void close() {
    stage.close();
  }

  private void assertSent(String method, String arguments) {
    assertThat(moray.argumentsOf(method).toString())
        .isEqualTo(arguments.replace("OPTIONS", Samples.SENT_OPTIONS));
  }

  // ---- buckets ----

  @Test
  void createBucketSendsNameConfigAndOptions() {
    client.createBucket(
        "manta",
        BucketConfig.EMPTY
            .with("dirname", Index.STRING)
            .with("n", Index.NUMBER.once())
            .with("tags", Index.STRING.array())
            .withTriggers(List.of(), List.of("function after() {}"))
            .withVersion(2),
        Samples.OPTIONS.noReindex());
    assertSent(
        "createBucket",
        "[\"manta\",{\"index\":{\"dirname\":{\"type\":\"string\"},"
            + "\"n\":{\"type\":\"number\",\"unique\":true},\"tags\":{\"type\":\"[string]\"}},"
            + "\"pre\":[],\"post\":[\"function after() {}\"],\"options\":{\"version\":2}},"
            + Samples.SENT_OPTIONS.replace("}", ",\"no_reindex\":true}")
            + "]");
  }

  @Test
  void getBucketSendsOptionsFirstAndReadsTheTextsInside() {
    moray.on("getBucket", Samples.BUCKET);
    Bucket bucket = client.getBucket("manta", Samples.OPTIONS).orElseThrow();
    assertSent("getBucket", "[OPTIONS,\"manta\"]");
    assertThat(bucket.name()).isEqualTo("manta");
    assertThat(bucket.config())
        .isEqualTo(
            new BucketConfig(
                Map.of("dirname", Index.STRING, "n", Index.NUMBER.once()),
                List.of(),
                List.of("function after(req, cb) {}"),
                Json.parse("{\"version\":2}")));
    assertThat(bucket.config().version()).isEqualTo(2);
    assertThat(bucket.mtime()).contains("2019-10-09T08:00:00.000Z");
    assertThat(bucket.reindexing()).isEmpty();
  }

  @Test
  void aBucketMayCarryItsPartsAsJsonAndBeReindexed() {
    moray.on(
        "getBucket",
        "{\"name\":\"b\",\"index\":{\"a\":{\"type\":\"[ip]\"}},\"options\":{},"
            + "\"reindex_active\":\"{\\\"3\\\":[\\\"a\\\"]}\"}");
    Bucket bucket = client.getBucket("b", Samples.OPTIONS).orElseThrow();
    assertThat(bucket.config().indexes()).isEqualTo(Map.of("a", Index.IP.array()));
    assertThat(bucket.config().version()).isZero();
    assertThat(bucket.mtime()).isEmpty();
    assertThat(bucket.reindexing()).contains(Json.parse("{\"3\":[\"a\"]}"));
  }

  @Test
  void aMissingBucketIsNone() {
    moray.fails("getBucket", "BucketNotFoundError", "b does not exist", null);
    moray.fails("delBucket", "BucketNotFoundError", "b does not exist", null);
    assertThat(client.getBucket("b", Samples.OPTIONS)).isEmpty();
    assertThat(client.deleteBucket("b", Samples.OPTIONS)).isFalse();
  }

  @Test
  void listBucketsSendsOptionsAlone() {
    moray.on("listBuckets", Samples.BUCKET, Samples.BUCKET.replace("\"manta\"", "\"other\""));
    try (Rows<Bucket> buckets = client.listBuckets(Samples.OPTIONS)) {
      assertThat(buckets.toList(2)).extracting(Bucket::name).containsExactly("manta", "other");
    }
    assertSent("listBuckets", "[OPTIONS]");
  }

  @Test
  void updateAndDeleteBucketSendTheirArguments() {
    client.updateBucket("b", BucketConfig.EMPTY, Samples.OPTIONS);
    assertSent(
        "updateBucket", "[\"b\",{\"index\":{},\"pre\":[],\"post\":[],\"options\":{}},OPTIONS]");
    assertThat(client.deleteBucket("b", Samples.OPTIONS)).isTrue();
    assertSent("delBucket", "[\"b\",OPTIONS]");
  }

  @Test
  void putBucketCreatesWhatIsMissingUpdatesWhatIsOlderAndLeavesWhatIsThere() {
    moray.fails("getBucket", "BucketNotFoundError", "manta does not exist", null);
    BucketConfig second = BucketConfig.EMPTY.withVersion(2);
    assertThat(client.putBucket("manta", second, MorayOptions.NONE)).isTrue();
    moray.on("getBucket", Samples.BUCKET);
    assertThat(client.putBucket("manta", second, MorayOptions.NONE)).isFalse();
    assertThat(client.putBucket("manta", second.withVersion(3), MorayOptions.NONE)).isTrue();
    assertThat(client.putBucket("manta", BucketConfig.EMPTY, MorayOptions.NONE)).isTrue();
    assertThat(moray.asked())
        .extracting(ScriptedMoray.Asked::method)
        .containsExactly(
            "getBucket",
            "createBucket",
            "getBucket",
            "getBucket",
            "updateBucket",
            "getBucket",
            "updateBucket");
    assertThat(moray.asked().getFirst().arguments().toString()).contains("\"noBucketCache\":true");
  }

  // ---- objects ----

  @Test
  void putObjectSendsBucketKeyValueAndOptionsAndAnswersTheEtag() {
    moray.on("putObject", "{\"etag\":\"561BACAF\"}");
    Etag etag = client.putObject("b", "/k\"", Json.parse("{\"a\":1.0}"), Samples.OPTIONS);
    assertSent("putObject", "[\"b\",\"/k\\\"\",{\"a\":1.0},OPTIONS]");
    assertThat(etag).isEqualTo(new Etag("561BACAF"));
  }

  @Test
  void aValueThatIsNoObjectIsNotSent() {
    assertThatThrownBy(() -> client.putObject("b", "k", Json.number(1), Samples.OPTIONS))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT));
    assertThat(moray.asked()).isEmpty();
  }

  @Test
  void anAnswerToAPutThatIsNotOneEtagMakesNoSense() {
    for (String[] answer :
        new String[][] {
          {},
          {"{}"},
          {"{\"etag\":\"\"}"},
          {"{\"etag\":5}"},
          {"[{\"etag\":\"A\"}]"},
          {"{\"etag\":\"A\"}", "{\"etag\":\"B\"}"}
        }) {
      moray.on("putObject", answer);
      assertThatThrownBy(() -> client.putObject("b", "k", Json.EMPTY_OBJECT, Samples.OPTIONS))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT))
          .hasMessageStartingWith("moray putObject at 127.0.0.1:");
    }
  }

  @Test
  void getObjectReadsWhatMorayKeeps() {
    moray.on("getObject", Samples.OBJECT);
    MorayObject object = client.getObject("manta", "/o/stor/a", Samples.OPTIONS).orElseThrow();
    assertSent(
        "getObject",
        "[\"manta\",\"/o/stor/a\","
            + Samples.SENT_OPTIONS.replace("}", ",\"noCache\":true}")
            + "]");
    assertThat(object)
        .isEqualTo(
            new MorayObject(
                "manta",
                "/o/stor/a",
                Json.parse("{\"a\":1.0,\"b\":\"ü\"}"),
                OptionalLong.of(114590),
                new Etag("7712D647"),
                1570611723074L,
                1,
                OptionalLong.empty()));
  }

  @Test
  void anObjectMayComeFromTheServersMemoryOfItOnlyIfOneSaysSo() {
    moray.on("getObject", Samples.OBJECT);
    assertThat(client.getObject("manta", "k", Samples.OPTIONS.cached())).isPresent();
    assertThat(moray.argumentsOf("getObject").toString()).contains("\"noCache\":false");
  }

  @Test
  void aCountThatIsNullIsNoneAndNumbersMayBeText() {
    moray.on(
        "getObject",
        Samples.OBJECT
            .replace("\"_count\":1", "\"_count\":null")
            .replace("\"_txn_snap\":null", "\"_txn_snap\":12")
            .replace("114590", "\"114590\""));
    MorayObject object = client.getObject("manta", "k", Samples.OPTIONS).orElseThrow();
    assertThat(object.count()).isZero();
    assertThat(object.id()).hasValue(114590);
    assertThat(object.transaction()).hasValue(12);
  }

  @Test
  void aMissingObjectIsNoneAndAMissingBucketIsAnError() {
    moray.fails("getObject", "ObjectNotFoundError", "b::k does not exist", null);
    assertThat(client.getObject("b", "k", Samples.OPTIONS)).isEmpty();
    moray.fails("getObject", "BucketNotFoundError", "b does not exist", null);
    assertThatThrownBy(() -> client.getObject("b", "k", Samples.OPTIONS))
        .isInstanceOfSatisfying(
            MorayException.class,
            e -> assertThat(e.kind()).isEqualTo(MorayErrorKind.BUCKET_NOT_FOUND));
  }

  @Test
  void deleteObjectTellsWhetherThereWasOne() {
    moray.on("delObject", "{}");
    assertThat(client.deleteObject("b", "k", Samples.OPTIONS)).isTrue();
    assertSent("delObject", "[\"b\",\"k\",OPTIONS]");
    moray.fails("delObject", "ObjectNotFoundError", "b::k does not exist", null);
    assertThat(client.deleteObject("b", "k", Samples.OPTIONS)).isFalse();
  }

  // ---- objects that match ----

  @Test
  void findObjectsSendsBucketFilterAndOptions() {
    moray.on("findObjects", Samples.OBJECT, Samples.OBJECT.replace("/o/stor/a", "/o/stor/b"));
    try (Rows<MorayObject> found = client.findObjects("manta", FILTER, Samples.OPTIONS)) {
      assertThat(found.next().orElseThrow().key()).isEqualTo("/o/stor/a");
      assertThat(found.next().orElseThrow().key()).isEqualTo("/o/stor/b");
      assertThat(found.next()).isEmpty();
      assertThat(found.next()).isEmpty();
    }
    assertSent("findObjects", "[\"manta\",\"(type=object)\",OPTIONS]");
  }

  @Test
  void explainAsksForTheSqlAlone() {
    moray.on("findObjects", "{\"count\":\"c\",\"query\":\"q\",\"args\":[]}");
    Json explained = client.explain("manta", FILTER, Samples.OPTIONS);
    assertThat(explained.member("query")).contains(Json.text("q"));
    assertSent(
        "findObjects",
        "[\"manta\",\"(type=object)\","
            + Samples.SENT_OPTIONS.replace("}", ",\"sql_only\":true}")
            + "]");
  }

  @Test
  void countObjectsReadsTheCountOfTheFirstOne() {
    moray.on("findObjects", Samples.OBJECT.replace("\"_count\":1", "\"_count\":77"));
    assertThat(client.countObjects("manta", FILTER, Samples.OPTIONS.noLimit())).isEqualTo(77);
    assertSent(
        "findObjects",
        "[\"manta\",\"(type=object)\"," + Samples.SENT_OPTIONS.replace("}", ",\"limit\":1}") + "]");
    moray.on("findObjects");
    assertThat(client.countObjects("manta", FILTER, MorayOptions.NONE)).isZero();
  }

  @Test
  void updateObjectsSendsFieldsBeforeTheFilter() {
    moray.on("updateObjects", "{\"count\":3,\"etag\":\"u1234567\"}");
    assertThat(
            client.updateObjects("b", Json.parse("{\"n\":null}"), FILTER, Samples.OPTIONS.limit(9)))
        .isEqualTo(new Updated(3, new Etag("u1234567")));
    assertSent(
        "updateObjects",
        "[\"b\",{\"n\":null},\"(type=object)\","
            + Samples.SENT_OPTIONS.replace("}", ",\"limit\":9}")
            + "]");
  }

  @Test
  void deleteManyAnswersHowMany() {
    moray.on("deleteMany", "{\"count\":\"12\"}");
    assertThat(client.deleteMany("b", FILTER, Samples.OPTIONS)).isEqualTo(12);
    assertSent("deleteMany", "[\"b\",\"(type=object)\",OPTIONS]");
  }

  @Test
  void reindexObjectsAnswersHowFarItCame() {
    moray.on("reindexObjects", "{\"processed\":100,\"remaining\":5}");
    assertThat(client.reindexObjects("b", 100, Samples.OPTIONS))
        .isEqualTo(new Reindexed(100, OptionalLong.of(5)));
    assertSent("reindexObjects", "[\"b\",100,OPTIONS]");
    moray.on("reindexObjects", "{\"processed\":0}");
    assertThat(client.reindexObjects("b", 100, Samples.OPTIONS))
        .isEqualTo(new Reindexed(0, OptionalLong.empty()));
  }

  // ---- batch ----

  @Test
  void aBatchSendsItsWritesInOrderWithTheirOptions() {
    moray.on(
        "batch",
        "{\"etags\":[{\"bucket\":\"b\",\"key\":\"k\",\"etag\":\"AAAAAAAA\"},"
            + "{\"bucket\":\"b\",\"count\":2,\"etag\":\"u1234567\",\"filter\":\"(n=1)\"},"
            + "{\"bucket\":\"b\",\"key\":\"d\"},{\"bucket\":\"b\",\"count\":4}]}");
    Filter one = Filter.equal("n", 1);
    List<BatchResult> results =
        client.batch(
            new Batch()
                .put(
                    "b",
                    "k",
                    Json.EMPTY_OBJECT,
                    MorayOptions.NONE.ifEtag(new Etag("99999999")).header("x", Json.number(1)))
                .update("b", Json.parse("{\"n\":2}"), one, MorayOptions.NONE)
                .delete("b", "d", MorayOptions.NONE.ifAbsent())
                .deleteMany("b", one, MorayOptions.NONE.limit(4)),
            Samples.OPTIONS);
    assertSent(
        "batch",
        "[[{\"operation\":\"put\",\"bucket\":\"b\",\"options\":{\"etag\":\"99999999\","
            + "\"headers\":{\"x\":1}},\"key\":\"k\","
            + "\"value\":{}},{\"operation\":\"update\",\"bucket\":\"b\",\"options\":{},"
            + "\"fields\":{\"n\":2},\"filter\":\"(n=1)\"},{\"operation\":\"delete\",\"bucket\":\"b\","
            + "\"options\":{\"etag\":null},\"key\":\"d\"},{\"operation\":\"deleteMany\","
            + "\"bucket\":\"b\",\"options\":{\"limit\":4},\"filter\":\"(n=1)\"}],OPTIONS]");
    assertThat(results)
        .containsExactly(
            new BatchResult(
                "b",
                Optional.of("k"),
                Optional.of(new Etag("AAAAAAAA")),
                OptionalLong.empty(),
                Optional.empty()),
            new BatchResult(
                "b",
                Optional.empty(),
                Optional.of(new Etag("u1234567")),
                OptionalLong.of(2),
                Optional.of("(n=1)")),
            new BatchResult(
                "b", Optional.of("d"), Optional.empty(), OptionalLong.empty(), Optional.empty()),
            new BatchResult(
                "b", Optional.empty(), Optional.empty(), OptionalLong.of(4), Optional.empty()));
  }

  @Test
  void anEtagOfTheWholeBatchIsRefusedBecauseItWouldReplaceThoseOfItsWrites() {
    Batch batch = new Batch().put("b", "k", Json.EMPTY_OBJECT, MorayOptions.NONE);
    for (MorayOptions options :
        List.of(MorayOptions.NONE.ifAbsent(), MorayOptions.NONE.ifEtag(new Etag("A")))) {
      assertThatThrownBy(() -> client.batch(batch, options))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT))
          .hasMessageContaining("etag");
    }
    assertThat(moray.asked()).isEmpty();
  }

  @Test
  void anEmptyBatchAndOneThatIsTooLongAreNotSent() {
    assertThatThrownBy(() -> client.batch(new Batch(), MorayOptions.NONE))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT));
    Batch batch = new Batch();
    for (int i = 0; i <= MorayLimits.USUAL.batchCount(); i++) {
      batch.delete("b", "k" + i, MorayOptions.NONE);
    }
    assertThatThrownBy(() -> client.batch(batch, MorayOptions.NONE))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE))
        .hasMessageContaining("moray.batch.count");
    assertThat(moray.asked()).isEmpty();
  }

  // ---- sql, ping, version ----

  @Test
  void sqlSendsStatementValuesAndOptionsAndAnswersRowsAsTheyAre() {
    moray.on("sql", Samples.ROW, "{\"max\":\"123\"}");
    try (Rows<Json> rows =
        client.sql("SELECT $1", List.of("a\"b"), Samples.OPTIONS.timeout(Duration.ofSeconds(10)))) {
      assertThat(rows.toList(10))
          .containsExactly(Json.parse(Samples.ROW), Json.parse("{\"max\":\"123\"}"));
    }
    assertSent(
        "sql",
        "[\"SELECT $1\",[\"a\\\"b\"],"
            + Samples.SENT_OPTIONS.replace("}", ",\"timeout\":10000}")
            + "]");
  }

  @Test
  void pingAndVersionAreAnswered() {
    moray.on("version", "{\"version\":2}");
    client.ping(true, Samples.OPTIONS);
    assertSent("ping", "[" + Samples.SENT_OPTIONS.replace("}", ",\"deep\":true}") + "]");
    assertThat(client.version(Samples.OPTIONS)).isEqualTo(2);
    assertSent("version", "[OPTIONS]");
  }

  @Test
  void aCallWithoutARequestIdDrawsOneOfVersionFour() {
    moray.on("version", "{\"version\":2}");
    assertThat(client.version(MorayOptions.NONE)).isEqualTo(2);
    assertThat(client.version(MorayOptions.NONE)).isEqualTo(2);
    List<UUID> ids =
        moray.asked().stream()
            .map(one -> one.arguments().elements().iterator().next())
            .map(options -> options.member("req_id").flatMap(Json::asText).orElseThrow())
            .map(UUID::fromString)
            .toList();
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(ids).allMatch(id -> id.version() == 4 && id.variant() == 2);
  }
}

package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.moray.Batch;
import atoll.moray.BatchResult;
import atoll.moray.Bucket;
import atoll.moray.BucketConfig;
import atoll.moray.Etag;
import atoll.moray.EtagConflict;
import atoll.moray.Index;
import atoll.moray.MorayClient;
import atoll.moray.MorayErrorKind;
import atoll.moray.MorayException;
import atoll.moray.MorayLimits;
import atoll.moray.MorayObject;
import atoll.moray.MorayOptions;
import atoll.moray.Reindexed;
import atoll.moray.Rows;
import atoll.moray.SortOrder;
import atoll.moray.example.Examples;
import atoll.moray.filter.Filter;
import atoll.sim.property.Gen;
import atoll.sim.property.Property;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The client of room `moray` and the server of this one: every call, end to end, on a real
/// database.
@SuppressWarnings("NullAway.Init") // JUnit starts the client before the first test.
abstract class WholeClientContract extends ServerContract {

  private static final MorayOptions NONE = MorayOptions.NONE;

  private static final BucketConfig FISH =
      BucketConfig.EMPTY
          .with("name", Index.STRING)
          .with("weight", Index.NUMBER)
          .with("tag", Index.STRING.once())
          .with("fresh", Index.BOOLEAN)
          .with("seas", Index.STRING.array())
          .withVersion(1);

  private MorayClient moray;

  @BeforeAll
  void startClient() {
    moray = MorayClient.at(server.local(), machine.moray(), MorayLimits.USUAL);
  }

  @AfterAll
  void stopClient() {
    moray.close();
  }

  private static MorayException refused(Runnable call) {
    return catchThrowableOfType(MorayException.class, call::run);
  }

  private static Json fish(String name, long weight) {
    return Json.parse("{\"name\":%s,\"weight\":%d}".formatted(Json.text(name), weight));
  }

  private List<String> found(Filter filter, MorayOptions options) {
    try (Rows<MorayObject> rows = moray.findObjects("fish", filter, options)) {
      return rows.toList(10_000).stream().map(MorayObject::key).toList();
    }
  }

  private void makeFish() {
    moray.createBucket("fish", FISH, NONE);
  }

  // ---- buckets ----

  @Test
  void bucketsComeAndGo() {
    assertThat(moray.getBucket("fish", NONE)).isEmpty();
    makeFish();
    Bucket bucket = moray.getBucket("fish", NONE).orElseThrow();
    assertThat(bucket.name()).isEqualTo("fish");
    assertThat(bucket.config()).isEqualTo(FISH);
    assertThat(bucket.mtime()).isPresent();
    moray.createBucket("bird", BucketConfig.EMPTY, NONE);
    try (Rows<Bucket> all = moray.listBuckets(NONE)) {
      assertThat(all.toList(10)).extracting(Bucket::name).containsExactlyInAnyOrder("bird", "fish");
    }
    assertThat(moray.deleteBucket("bird", NONE)).isTrue();
    assertThat(moray.deleteBucket("bird", NONE)).isFalse();
    assertThat(refused(() -> moray.createBucket("1", FISH, NONE)).kind())
        .isEqualTo(MorayErrorKind.INVALID_BUCKET_NAME);
  }

  @Test
  void aBucketIsPutWhateverThereWas() {
    assertThat(moray.putBucket("fish", FISH, NONE)).isTrue();
    assertThat(moray.putBucket("fish", FISH, NONE)).isFalse();
    BucketConfig newer = FISH.with("age", Index.NUMBER).withVersion(2);
    assertThat(moray.putBucket("fish", newer, NONE)).isTrue();
    assertThat(moray.getBucket("fish", NONE).orElseThrow().config()).isEqualTo(newer);
    assertThat(refused(() -> moray.updateBucket("fish", FISH, NONE)).kind())
        .isEqualTo(MorayErrorKind.BUCKET_VERSION);
  }

  @Test
  void newIndexesAreFilledStepByStep() {
    makeFish();
    for (int i = 0; i < 5; i++) {
      moray.putObject("fish", "f" + i, Json.object("age", Json.number(i)), NONE);
    }
    moray.updateBucket("fish", FISH.with("age", Index.NUMBER).withVersion(2), NONE);
    assertThat(moray.getBucket("fish", NONE).orElseThrow().reindexing()).isPresent();
    long processed = 0;
    Reindexed step = moray.reindexObjects("fish", 2, NONE);
    while (step.processed() > 0) {
      processed += step.processed();
      step = moray.reindexObjects("fish", 2, NONE);
    }
    assertThat(processed).isEqualTo(5);
    assertThat(moray.getBucket("fish", NONE).orElseThrow().reindexing()).isEmpty();
    assertThat(found(Filter.atLeast("age", 3), NONE)).containsExactlyInAnyOrder("f3", "f4");
  }

  // ---- objects ----

  @Test
  void anObjectIsWrittenReadAndDeleted() {
    makeFish();
    Etag etag = moray.putObject("fish", "eel", Json.parse("{\"a\":1}"), NONE);
    assertThat(etag).isEqualTo(new Etag("561BACAF"));
    MorayObject object = moray.getObject("fish", "eel", NONE).orElseThrow();
    assertThat(object.bucket()).isEqualTo("fish");
    assertThat(object.key()).isEqualTo("eel");
    assertThat(object.value()).isEqualTo(Json.parse("{\"a\":1}"));
    assertThat(object.etag()).isEqualTo(etag);
    assertThat(object.id()).isPresent();
    assertThat(object.mtimeMillis()).isPositive();
    assertThat(moray.deleteObject("fish", "eel", NONE)).isTrue();
    assertThat(moray.deleteObject("fish", "eel", NONE)).isFalse();
    assertThat(moray.getObject("fish", "eel", NONE)).isEmpty();
  }

  @Test
  void anEtagKeepsOthersWritesFromBeingLost() {
    makeFish();
    Etag first = moray.putObject("fish", "eel", fish("a", 1), NONE.ifAbsent());
    Etag second = moray.putObject("fish", "eel", fish("b", 2), NONE.ifEtag(first));
    MorayException late =
        refused(() -> moray.putObject("fish", "eel", fish("c", 3), NONE.ifEtag(first)));
    assertThat(late.etagConflict())
        .contains(new EtagConflict("fish", "eel", Optional.of(first), Optional.of(second)));
    assertThat(late.fault()).isEqualTo(Fault.CONFLICT);
    MorayException there =
        refused(() -> moray.putObject("fish", "eel", fish("c", 3), NONE.ifAbsent()));
    assertThat(there.etagConflict())
        .contains(new EtagConflict("fish", "eel", Optional.empty(), Optional.of(second)));
    MorayException gone =
        refused(() -> moray.putObject("fish", "cod", fish("c", 3), NONE.ifEtag(first)));
    assertThat(gone.etagConflict())
        .contains(new EtagConflict("fish", "cod", Optional.of(first), Optional.empty()));
    assertThat(refused(() -> moray.deleteObject("fish", "eel", NONE.ifEtag(first))).kind())
        .isEqualTo(MorayErrorKind.ETAG_CONFLICT);
    assertThat(moray.getObject("fish", "eel", NONE).orElseThrow().etag()).isEqualTo(second);
  }

  @Test
  void aUniqueValueStandsOnce() {
    makeFish();
    Json tagged = Json.parse("{\"tag\":\"t1\"}");
    var _ = moray.putObject("fish", "eel", tagged, NONE);
    MorayException second = refused(() -> moray.putObject("fish", "cod", tagged, NONE));
    assertThat(second.kind()).isEqualTo(MorayErrorKind.UNIQUE_ATTRIBUTE);
    assertThat(second).hasMessageContaining("\"tag\" is a unique attribute; value \"t1\"");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThat(refused(() -> moray.putObject("nobody", "k", Json.EMPTY_OBJECT, NONE)).kind())
        .isEqualTo(MorayErrorKind.BUCKET_NOT_FOUND);
    makeFish();
    assertThat(refused(() -> found(Filter.equal("colour", "red"), NONE)).kind())
        .isIn(MorayErrorKind.INVALID_QUERY, MorayErrorKind.NOT_INDEXED);
    assertThat(
            refused(() ->
                    moray.deleteMany(
                        "fish",
                        Filter.and(Filter.equal("name", "a"), Filter.equal("colour", "red")),
                        NONE))
                .kind())
        .isEqualTo(MorayErrorKind.NOT_INDEXED);
    assertThat(
            refused(() ->
                    moray.updateObjects("fish", Json.EMPTY_OBJECT, Filter.present("name"), NONE))
                .kind())
        .isEqualTo(MorayErrorKind.FIELD_UPDATE);
    assertThat(
            refused(
                    () -> {
                      try (Rows<Json> rows = moray.sql("SELECT nothing", List.of(), NONE)) {
                        rows.toList(1);
                      }
                    })
                .kind())
        .isEqualTo(MorayErrorKind.INTERNAL);
  }

  // ---- objects that match ----

  @Test
  void objectsAreFoundSortedCountedAndInPieces() {
    makeFish();
    for (int i = 0; i < 7; i++) {
      moray.putObject("fish", "f" + i, fish(i % 2 == 0 ? "even" : "odd", i), NONE);
    }
    Filter even = Filter.equal("name", "even");
    MorayOptions heaviest = NONE.sort("weight", SortOrder.DESCENDING);
    assertThat(found(even, heaviest)).containsExactly("f6", "f4", "f2", "f0");
    assertThat(found(even, heaviest.offset(1).limit(2))).containsExactly("f4", "f2");
    assertThat(found(Filter.and(even, Filter.atLeast("weight", 4)), heaviest))
        .containsExactly("f6", "f4");
    assertThat(found(Filter.or(Filter.atMost("weight", 0), Filter.equal("weight", 5)), heaviest))
        .containsExactly("f5", "f0");
    assertThat(found(Filter.and(Filter.present("weight"), Filter.not(even)), heaviest))
        .containsExactly("f5", "f3", "f1");
    assertThat(found(Filter.startsWith("name", "ev"), NONE)).hasSize(4);
    assertThat(found(Filter.contains("name", "d"), NONE)).hasSize(3);
    assertThat(found(Filter.equalIgnoringCase("name", "ODD"), NONE)).hasSize(3);
    assertThat(found(Filter.containsIgnoringCase("name", "VE"), NONE)).hasSize(4);
    assertThat(moray.countObjects("fish", even, NONE)).isEqualTo(4);
    assertThat(moray.countObjects("fish", Filter.equal("name", "none"), NONE)).isZero();
    assertThat(moray.explain("fish", even, NONE).member("query")).isPresent();
  }

  @Test
  void moreThanAThousandAreFoundOnlyByThoseWhoSaySo() {
    makeFish();
    Batch batch = new Batch();
    for (int i = 0; i < 1_200; i++) {
      batch.put("fish", "f" + i, fish("many", i), NONE);
    }
    assertThat(moray.batch(batch, NONE)).hasSize(1_200);
    Filter many = Filter.equal("name", "many");
    assertThat(found(many, NONE)).hasSize(1_000);
    assertThat(found(many, NONE.noLimit().noCount())).hasSize(1_200).doesNotHaveDuplicates();
    assertThat(found(many, NONE.limit(1_100))).hasSize(1_100);
    assertThat(moray.countObjects("fish", many, NONE)).isEqualTo(1_200);
    assertThat(moray.deleteMany("fish", many, NONE)).isEqualTo(1_000);
    assertThat(moray.deleteMany("fish", many, NONE)).isEqualTo(200);
  }

  @Test
  void manyAreChangedAtOnce() {
    makeFish();
    for (int i = 0; i < 3; i++) {
      moray.putObject("fish", "f" + i, fish("eel", i), NONE);
    }
    var updated =
        moray.updateObjects(
            "fish", Json.parse("{\"fresh\":true}"), Filter.atLeast("weight", 1), NONE);
    assertThat(updated.count()).isEqualTo(2);
    assertThat(found(Filter.equal("fresh", true), NONE)).containsExactlyInAnyOrder("f1", "f2");
    MorayObject changed = moray.getObject("fish", "f1", NONE).orElseThrow();
    assertThat(changed.etag()).isEqualTo(updated.etag());
    assertThat(changed.value().member("fresh")).contains(Json.TRUE);
  }

  @Test
  @Tag("simulation")
  void anyTextIsFoundByAFilterForItAndByNoOther() {
    makeFish();
    var _ = moray.putObject("fish", "other", fish("another", 1), NONE);
    Property.check(
        "a value finds itself",
        60,
        // No database keeps a zero byte in text.
        Gen.strings(12).map(text -> "x" + text.replace("\0", "")),
        name -> {
          var _ = moray.putObject("fish", "one", fish(name, 2), NONE);
          return found(Filter.equal("name", name), NONE).equals(List.of("one"))
              && found(Filter.and(Filter.present("name"), Filter.equal("name", name)), NONE)
                  .equals(List.of("one"));
        });
  }

  // ---- all at once ----

  @Test
  void aBatchIsDoneWhollyOrNotAtAll() {
    makeFish();
    List<Etag> first =
        moray
            .batch(
                new Batch()
                    .put("fish", "a", fish("eel", 1), NONE.ifAbsent())
                    .put("fish", "b", fish("cod", 2), NONE),
                NONE)
            .stream()
            .map(result -> result.etag().orElseThrow())
            .toList();
    assertThat(
            refused(() ->
                    moray.batch(
                        new Batch()
                            .put("fish", "a", fish("ray", 3), NONE.ifEtag(first.get(0)))
                            .put("fish", "b", fish("ray", 3), NONE.ifEtag(first.get(0))),
                        NONE))
                .etagConflict()
                .map(EtagConflict::key))
        .contains("b");
    assertThat(moray.getObject("fish", "a", NONE).orElseThrow().etag()).isEqualTo(first.get(0));

    List<BatchResult> results =
        moray.batch(
            new Batch()
                .put("fish", "c", fish("ray", 3), NONE)
                .update("fish", Json.parse("{\"weight\":9}"), Filter.equal("name", "eel"), NONE)
                .delete("fish", "b", NONE.ifEtag(first.get(1)))
                .deleteMany("fish", Filter.equal("name", "ray"), NONE),
            NONE);
    assertThat(results).hasSize(4);
    assertThat(results.get(0).key()).contains("c");
    assertThat(results.get(1).count()).isEqualTo(OptionalLong.of(1));
    assertThat(results.get(1).etag()).isPresent();
    assertThat(results.get(2).etag()).isEmpty();
    assertThat(results.get(3).count()).isEqualTo(OptionalLong.of(1));
    assertThat(found(Filter.present("name"), NONE)).containsExactly("a");
    assertThat(moray.getObject("fish", "a", NONE).orElseThrow().value().member("weight"))
        .contains(Json.number(9));
  }

  // ---- beside all ----

  @Test
  void statementsPingAndVersion() {
    makeFish();
    var _ = moray.putObject("fish", "eel", fish("eel", 1), NONE);
    try (Rows<Json> rows =
        moray.sql(
            "SELECT _key, _etag FROM fish WHERE name = $1",
            List.of("eel"),
            NONE.timeout(Duration.ofSeconds(10)))) {
      Json row = rows.next().orElseThrow();
      assertThat(row.member("_key")).contains(Json.text("eel"));
      assertThat(rows.next()).isEmpty();
    }
    moray.ping(false, NONE);
    moray.ping(true, NONE);
    assertThat(moray.version(NONE)).isEqualTo(2);
    assertThat(catchThrowableOfType(AtollException.class, () -> moray.batch(new Batch(), NONE)))
        .matches(refused -> refused.fault() == Fault.BAD_INPUT);
  }

  @Test
  void theSixExamplesRun() {
    assertThat(run("createbucket", "fish", "name:string", "weight:number"))
        .isEqualTo("fish version 0\n  name:string\n  weight:number\n");
    String etag = run("putobject", "fish", "eel", "{\"name\":\"Anguilla\",\"weight\":3}").strip();
    assertThat(run("findobjects", "fish", "(&(name=Ang*)(weight>=2))"))
        .isEqualTo("eel " + etag + " {\"name\":\"Anguilla\",\"weight\":3}\n");
    assertThat(run("listbuckets")).startsWith("fish version 0\n");
    assertThat(run("sql", "SELECT _key FROM fish WHERE name = $1", "Anguilla"))
        .isEqualTo("{\"_key\":\"eel\"}\n");
    assertThat(run("batch", "fish"))
        .contains("with a wrong one: fish::batch-2 was expected to have etag")
        .contains("{\"round\":\"second 1\"}")
        .doesNotContain("third");
  }

  private String run(String name, String... words) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    Examples.named(name).orElseThrow().run(moray, List.of(words), printer);
    printer.flush();
    return out.toString().replace(System.lineSeparator(), "\n");
  }
}

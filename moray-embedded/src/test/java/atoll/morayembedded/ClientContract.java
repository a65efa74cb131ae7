package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.fast.json.Json;
import atoll.moray.Batch;
import atoll.moray.Bucket;
import atoll.moray.BucketConfig;
import atoll.moray.Etag;
import atoll.moray.Index;
import atoll.moray.MorayClient;
import atoll.moray.MorayErrorKind;
import atoll.moray.MorayException;
import atoll.moray.MorayObject;
import atoll.moray.MorayOptions;
import atoll.moray.Reindexed;
import atoll.moray.Rows;
import atoll.moray.SortOrder;
import atoll.moray.filter.Filter;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every call of the client that products use, against the server over every database.
@SuppressWarnings("NullAway.Init") // JUnit starts everything before each test.
abstract class ClientContract extends ServerContract {

  private static final BucketConfig MANTA =
      BucketConfig.EMPTY
          .with("dirname", Index.STRING)
          .with("name", Index.STRING)
          .with("owner", Index.STRING)
          .with("objectId", Index.STRING)
          .with("type", Index.STRING)
          .withVersion(2);

  private MorayClient moray;

  @BeforeEach
  void open() {
    moray = machine.client(server);
    moray.createBucket("manta", MANTA, MorayOptions.NONE.noReindex());
  }

  @AfterEach
  void closeClient() {
    moray.close();
  }

  private static Json object(String name, int size) {
    return Json.parse(
        "{\"type\":\"object\",\"name\":\"%s\",\"dirname\":\"/o/stor\",\"size\":%d}"
            .formatted(name, size));
  }

  private Etag put(String name, int size) {
    return moray.putObject("manta", "/o/stor/" + name, object(name, size), MorayOptions.NONE);
  }

  private MorayObject get(String name) {
    return moray.getObject("manta", "/o/stor/" + name, MorayOptions.NONE).orElseThrow();
  }

  @Test
  void bucketsAreMadeToldChangedAndRemoved() {
    Bucket bucket = moray.getBucket("manta", MorayOptions.NONE).orElseThrow();
    assertThat(bucket.config().version()).isEqualTo(2);
    assertThat(bucket.mtime()).isPresent();
    assertThat(moray.putBucket("manta", MANTA, MorayOptions.NONE)).isFalse();
    assertThat(moray.putBucket("other", BucketConfig.EMPTY, MorayOptions.NONE)).isTrue();
    try (Rows<Bucket> all = moray.listBuckets(MorayOptions.NONE)) {
      assertThat(all.toList(10)).extracting(Bucket::name).containsExactly("manta", "other");
    }
    assertThat(moray.deleteBucket("other", MorayOptions.NONE)).isTrue();
    assertThat(moray.deleteBucket("other", MorayOptions.NONE)).isFalse();
    assertThat(moray.getBucket("other", MorayOptions.NONE)).isEmpty();
  }

  @Test
  void objectsAreWrittenReadAndDeleted() {
    Etag etag = put("a", 1);
    MorayObject found = get("a");
    assertThat(found.value()).isEqualTo(object("a", 1));
    assertThat(found.etag()).isEqualTo(etag);
    assertThat(found.id()).hasValue(1);
    assertThat(found.mtimeMillis()).isPositive();
    assertThat(moray.getObject("manta", "none", MorayOptions.NONE)).isEmpty();
    assertThat(moray.deleteObject("manta", "/o/stor/a", MorayOptions.NONE)).isTrue();
    assertThat(moray.deleteObject("manta", "/o/stor/a", MorayOptions.NONE)).isFalse();
  }

  @Test
  void aConditionalWriteIsRefusedWithWhatIsThere() {
    Etag first = put("a", 1);
    Etag second = put("a", 2);
    assertThatExceptionOfType(MorayException.class)
        .isThrownBy(() ->
            moray.putObject("manta", "/o/stor/a", object("a", 3), MorayOptions.NONE.ifEtag(first)))
        .satisfies(refused -> {
          assertThat(refused.kind()).isEqualTo(MorayErrorKind.ETAG_CONFLICT);
          assertThat(refused.etagConflict().orElseThrow().expected()).contains(first);
          assertThat(refused.etagConflict().orElseThrow().actual()).contains(second);
        });
    assertThatExceptionOfType(MorayException.class)
        .isThrownBy(() ->
            moray.putObject("manta", "/o/stor/a", object("a", 3), MorayOptions.NONE.ifAbsent()))
        .matches(refused -> refused.kind() == MorayErrorKind.ETAG_CONFLICT);
    assertThat(get("a").etag()).isEqualTo(second);
  }

  @Test
  void objectsAreFoundCountedUpdatedAndDeletedByFilters() {
    for (int i = 0; i < 5; i++) {
      put("n" + i, i);
    }
    Filter all = Filter.startsWith("name", "n");
    MorayOptions newestFirst = MorayOptions.NONE.sort("_id", SortOrder.DESCENDING).limit(2);
    try (Rows<MorayObject> found = moray.findObjects("manta", all, newestFirst)) {
      List<MorayObject> two = found.toList(10);
      assertThat(two).extracting(MorayObject::key).containsExactly("/o/stor/n4", "/o/stor/n3");
      assertThat(two).allMatch(object -> object.count() == 5);
    }
    assertThat(moray.countObjects("manta", all, MorayOptions.NONE)).isEqualTo(5);
    Filter size = Filter.and(all, Filter.atLeast("size", 3));
    try (Rows<MorayObject> found = moray.findObjects("manta", size, MorayOptions.NONE)) {
      assertThat(found.toList(10)).as("size has no index").hasSize(2);
    }
    Json fields = Json.object("owner", Json.text("me"));
    assertThat(
            moray
                .updateObjects("manta", fields, Filter.equal("name", "n1"), MorayOptions.NONE)
                .count())
        .isEqualTo(1);
    assertThat(get("n1").value().member("owner")).contains(Json.text("me"));
    assertThat(moray.deleteMany("manta", Filter.not(Filter.present("owner")), MorayOptions.NONE))
        .isEqualTo(4);
    assertThat(
            moray.explain("manta", all, MorayOptions.NONE).member("query").orElseThrow().toString())
        .contains("SELECT * FROM");
  }

  @Test
  void aBatchIsDoneAsAWhole() {
    Etag etag = put("a", 1);
    put("b", 1);
    Batch batch =
        new Batch()
            .put("manta", "/o/stor/a", object("a", 2), MorayOptions.NONE.ifEtag(etag))
            .delete("manta", "/o/stor/b", MorayOptions.NONE);
    assertThat(moray.batch(batch, MorayOptions.NONE)).hasSize(2);
    assertThat(moray.getObject("manta", "/o/stor/b", MorayOptions.NONE)).isEmpty();
    Batch stale =
        new Batch()
            .put("manta", "/o/stor/c", object("c", 1), MorayOptions.NONE)
            .put("manta", "/o/stor/a", object("a", 3), MorayOptions.NONE.ifEtag(etag));
    assertThatExceptionOfType(MorayException.class)
        .isThrownBy(() -> moray.batch(stale, MorayOptions.NONE))
        .matches(refused -> refused.kind() == MorayErrorKind.ETAG_CONFLICT);
    assertThat(moray.getObject("manta", "/o/stor/c", MorayOptions.NONE)).isEmpty();
    assertThat(get("a").value()).isEqualTo(object("a", 2));
  }

  @Test
  void aNewIndexIsFilledStepByStep() {
    for (int i = 0; i < 3; i++) {
      put("n" + i, i);
    }
    moray.updateBucket("manta", MANTA.with("size", Index.NUMBER).withVersion(3), MorayOptions.NONE);
    assertThat(moray.getBucket("manta", MorayOptions.NONE).orElseThrow().reindexing()).isPresent();
    assertThat(moray.reindexObjects("manta", 2, MorayOptions.NONE))
        .isEqualTo(new Reindexed(2, OptionalLong.of(1)));
    assertThat(moray.reindexObjects("manta", 2, MorayOptions.NONE))
        .isEqualTo(new Reindexed(1, OptionalLong.of(0)));
    assertThat(moray.countObjects("manta", Filter.atLeast("size", 1), MorayOptions.NONE))
        .isEqualTo(2);
  }

  @Test
  void statementsAndSignsOfLifeAreAnswered() {
    put("a", 1);
    try (Rows<Json> rows =
        moray.sql("SELECT MAX(_id) FROM manta;", List.of(), MorayOptions.NONE.noCount())) {
      assertThat(rows.toList(10)).containsExactly(Json.parse("{\"max\":\"1\"}"));
    }
    moray.ping(true, MorayOptions.NONE);
    assertThat(moray.version(MorayOptions.NONE)).isEqualTo(2);
  }
}

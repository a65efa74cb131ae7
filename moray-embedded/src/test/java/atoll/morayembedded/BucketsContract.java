package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.json.Json;
import atoll.morayembedded.store.StoreSettings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every database behind the server must do when buckets change.
abstract class BucketsContract extends ServerContract {

  @AfterEach
  void useUsualSettings() {
    restart(StoreSettings.USUAL);
  }

  private static String config(int version, String... attributes) {
    StringBuilder index = new StringBuilder();
    for (String attribute : attributes) {
      index.append(index.isEmpty() ? "" : ",").append("\"" + attribute + "\":");
      index.append("{\"type\":\"" + (attribute.equals("size") ? "number" : "string") + "\"}");
    }
    return "{\"index\":{%s},\"options\":{\"version\":%d}}".formatted(index, version);
  }

  private String create(String name, String config) {
    return bad("createBucket", "[\"" + name + "\"," + config + ",{}]").name();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1a", "a-b", "a b", "a;drop", "moray", "search", "buckets_config", "é", "_a"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThat(create(name, "{}")).isIn("InvalidBucketNameError", "InvocationError");
    String long64 = "a".repeat(64);
    assertThat(create(long64, "{}")).isEqualTo("InvalidBucketNameError");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"index\":{\"_id\":{\"type\":\"string\"}}}",
        "{\"index\":{\"morayx\":{\"type\":\"string\"}}}",
        "{\"index\":{\"a\\\"b\":{\"type\":\"string\"}}}",
        "{\"index\":{\"a\":{\"type\":\"text\"}}}",
        "{\"index\":{\"a\":{}}}",
        "{\"index\":{\"a\":{\"type\":\"string\"},\"A\":{\"type\":\"string\"}}}",
        "{\"index\":[]}",
        "{\"pre\":{}}",
        "{\"options\":{\"version\":\"1\"}}",
        "{\"options\":{\"trackModification\":true}}"
      })
  void aConfigurationThatMakesNoSenseIsRefused(String config) {
    assertThat(create("b", config)).isEqualTo("InvalidBucketConfigError");
    assertThat(good("listBuckets", "[{}]")).isEmpty();
  }

  @Test
  void aLongNameHasATableOfItsOwn() {
    String name = "a".repeat(63);
    makeBucket(name, "{\"" + "i".repeat(63) + "\":{\"type\":\"string\"}}");
    put(name, "k", "{}");
    assertThat(good("getObject", "[\"" + name + "\",\"k\",{}]")).hasSize(1);
  }

  @Test
  void aBucketIsMadeOnce() {
    makeBucket("b", "{}");
    assertThat(create("b", "{}")).isEqualTo("BucketConflictError");
    assertThat(create("B", "{}")).isEqualTo("BucketConflictError");
  }

  @Test
  void aBucketGoesWithItsObjects() {
    makeBucket("b", "{}");
    put("b", "k", "{}");
    assertThat(good("delBucket", "[\"b\",{}]")).isEmpty();
    assertThat(bad("getObject", "[\"b\",\"k\",{}]").name()).isEqualTo("BucketNotFoundError");
    makeBucket("b", "{}");
    assertThat(bad("getObject", "[\"b\",\"k\",{}]").name()).isEqualTo("ObjectNotFoundError");
  }

  @Test
  void anOlderVersionDoesNotReplaceANewerOne() {
    good("createBucket", "[\"b\"," + config(2, "name") + ",{}]");
    assertThat(bad("updateBucket", "[\"b\"," + config(2, "size") + ",{}]").name())
        .isEqualTo("BucketVersionError");
    assertThat(bad("updateBucket", "[\"b\"," + config(1, "size") + ",{}]").name())
        .isEqualTo("BucketVersionError");
    good("updateBucket", "[\"b\"," + config(3, "name") + ",{}]");
    assertThat(text(one("getBucket", "[{},\"b\"]"), "options")).isEqualTo("{\"version\":3}");
  }

  @Test
  void withoutVersionsANewIndexServesAtOnceAndAnOldOneGoes() {
    makeBucket("b", "{\"name\":{\"type\":\"string\"}}");
    put("b", "k", "{\"name\":\"n\",\"size\":1}");
    good("updateBucket", "[\"b\",{\"index\":{\"size\":{\"type\":\"number\"}}},{}]");
    assertThat(keys("b", "size=1")).as("what was there is not read again").isEmpty();
    put("b", "k2", "{\"name\":\"n\",\"size\":1}");
    assertThat(keys("b", "size=1")).containsExactly("k2");
    assertThat(bad("findObjects", "[\"b\",\"(name=n)\",{}]").name()).isEqualTo("InvalidQueryError");
  }

  @Test
  void aNewVersionsIndexServesOnceItIsFilled() {
    good("createBucket", "[\"b\"," + config(1, "name") + ",{}]");
    for (int i = 0; i < 5; i++) {
      put("b", "k" + i, "{\"name\":\"n\",\"size\":" + i + "}");
    }
    String etag = text(one("getObject", "[\"b\",\"k0\",{}]"), "_etag");
    good("updateBucket", "[\"b\"," + config(2, "name", "size") + ",{}]");
    assertThat(text(one("getBucket", "[{},\"b\"]"), "reindex_active"))
        .isEqualTo("{\"2\":[\"size\"]}");
    assertThat(bad("deleteMany", "[\"b\",\"(size=1)\",{}]").message())
        .isEqualTo("b does not have indexes that support (size=1). Reindexing fields: [size]");
    assertThat(keys("b", "(&(name=n)(size>=3))")).containsExactly("k3", "k4");
    put("b", "k5", "{\"name\":\"n\",\"size\":5}");
    assertThat(one("reindexObjects", "[\"b\",3,{}]"))
        .isEqualTo(Json.parse("{\"processed\":3,\"remaining\":2}"));
    assertThat(one("reindexObjects", "[\"b\",3,{}]"))
        .isEqualTo(Json.parse("{\"processed\":2,\"remaining\":0}"));
    assertThat(one("reindexObjects", "[\"b\",3,{}]"))
        .isEqualTo(Json.parse("{\"processed\":0,\"remaining\":0}"));
    assertThat(one("getBucket", "[{},\"b\"]").member("reindex_active")).contains(Json.NULL);
    assertThat(keys("b", "size>=1")).containsExactly("k1", "k2", "k3", "k4", "k5");
    assertThat(text(one("getObject", "[\"b\",\"k0\",{}]"), "_etag")).isEqualTo(etag);
  }

  @Test
  void nobodyNeedsToFillAnIndexWhoDoesNotWantTo() {
    good("createBucket", "[\"b\"," + config(1, "name") + ",{}]");
    put("b", "k", "{\"name\":\"n\",\"size\":1}");
    good("updateBucket", "[\"b\"," + config(2, "name", "size") + ",{\"no_reindex\":true}]");
    assertThat(one("getBucket", "[{},\"b\"]").member("reindex_active")).contains(Json.NULL);
    assertThat(keys("b", "size=*")).isEmpty();
  }

  @Test
  void extendedIdsStandInAColumnOfTheirOwn() {
    restart(StoreSettings.USUAL.withExtendedIds());
    makeBucket("b", "{\"name\":{\"type\":\"string\"}}");
    for (int i = 1; i <= 4; i++) {
      put("b", "k" + i, "{}");
    }
    good("sql", "[\"UPDATE b SET _id = _idx, _idx = NULL WHERE _idx <= 2\",[],{}]");
    List<Json> rows = good("sql", "[\"SELECT _id, _idx FROM b ORDER BY _key\",[],{}]");
    assertThat(rows.getFirst().member("_idx")).contains(Json.NULL);
    assertThat(text(rows.getLast(), "_idx")).isEqualTo("4");
    assertThat(rows.getLast().member("_id")).contains(Json.NULL);
    assertThat(keys("b", "_id>=2")).containsExactly("k2", "k3", "k4");
    assertThat(keys("b", "_id=4")).containsExactly("k4");
    List<Json> found =
        good(
            "findObjects",
            "[\"b\",\"(_id<=3)\",{\"sort\":{\"attribute\":\"_id\",\"order\":\"DESC\"}}]");
    assertThat(found).extracting(object -> number(object, "_id")).containsExactly(3L, 2L, 1L);
    assertThat(bad("findObjects", "[\"b\",\"(_idx=4)\",{}]").name()).isEqualTo("InvalidQueryError");
  }

  @Test
  void writersOfABucketThatGuaranteesOrderAreKeptInARow() {
    good("createBucket", "[\"b\",{\"options\":{\"guaranteeOrder\":true}},{}]");
    put("b", "k1", "{}");
    put("b", "k2", "{}");
    assertThat(keys("b", "_id>=1")).containsExactly("k1", "k2");
    good("delBucket", "[\"b\",{}]");
    makeBucket("b", "{}");
  }

  @Test
  void bucketsAndObjectsOutliveTheServer() {
    makeBucket("b", "{\"name\":{\"type\":\"string\"}}");
    put("b", "k", "{\"name\":\"n\"}");
    restart(StoreSettings.USUAL);
    assertThat(keys("b", "name=n")).containsExactly("k");
  }
}

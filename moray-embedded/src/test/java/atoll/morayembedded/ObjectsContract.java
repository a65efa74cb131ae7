package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every database behind the server must do with buckets and objects.
abstract class ObjectsContract extends ServerContract {

  static final String INDEXES =
      """
      {"name":{"type":"string"},"dirname":{"type":"string"},"size":{"type":"number"},
       "objectId":{"type":"string","unique":true},"ready":{"type":"boolean"},
       "tags":{"type":"[string]"},"sizes":{"type":"[number]"},"born":{"type":"date"},
       "host":{"type":"ip"},"card":{"type":"mac"},"net":{"type":"subnet"},"job":{"type":"uuid"}}\
      """;

  @Test
  void aBucketIsToldAsItWasMade() {
    good(
        "createBucket",
        "[\"manta\",{\"index\":{\"objectId\":{\"type\":\"string\"}},\"options\":{\"version\":2}},"
            + "{\"req_id\":\"6f1ed002-ab57-11e2-9b4a-0b3a5c5d8f2c\",\"unknown\":[1]}]");
    Json bucket = one("getBucket", "[{},\"manta\"]");
    assertThat(text(bucket, "name")).isEqualTo("manta");
    assertThat(text(bucket, "index")).isEqualTo("{\"objectId\":{\"type\":\"string\"}}");
    assertThat(text(bucket, "pre")).isEqualTo("[]");
    assertThat(text(bucket, "post")).isEqualTo("[]");
    assertThat(text(bucket, "options")).isEqualTo("{\"version\":2}");
    assertThat(text(bucket, "mtime"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(bucket.member("reindex_active")).contains(Json.NULL);
    assertThat(good("listBuckets", "[{}]")).containsExactly(bucket);
  }

  @Test
  void aBucketThatIsNotThereIsNamed() {
    assertThat(bad("getBucket", "[{},\"nobody\"]"))
        .isEqualTo(new RemoteError("BucketNotFoundError", "nobody does not exist"));
    assertThat(bad("delBucket", "[\"nobody\",{}]").name()).isEqualTo("BucketNotFoundError");
    assertThat(bad("putObject", "[\"nobody\",\"k\",{},{}]").name())
        .isEqualTo("BucketNotFoundError");
    assertThat(bad("findObjects", "[\"nobody\",\"(a=*)\",{}]").name())
        .isEqualTo("BucketNotFoundError");
  }

  @Test
  void anObjectComesBackWithAllThatMorayKeepsOfIt() {
    makeBucket("manta", INDEXES);
    long before = System.currentTimeMillis();
    assertThat(put("manta", "/o/stor/a", "{\"a\":1}")).isEqualTo("561BACAF");
    Json object = one("getObject", "[\"manta\",\"/o/stor/a\",{}]");
    assertThat(text(object, "bucket")).isEqualTo("manta");
    assertThat(text(object, "key")).isEqualTo("/o/stor/a");
    assertThat(object.member("value")).contains(Json.parse("{\"a\":1}"));
    assertThat(text(object, "_etag")).isEqualTo("561BACAF");
    assertThat(number(object, "_id")).isEqualTo(1);
    assertThat(number(object, "_mtime")).isBetween(before, before + 60_000);
    assertThat(object.member("_txn_snap")).isPresent();
    assertThat(object.member("_count")).contains(Json.NULL);
  }

  @Test
  void anObjectThatIsNotThereIsNamed() {
    makeBucket("manta", INDEXES);
    assertThat(bad("getObject", "[\"manta\",\"k\",{}]"))
        .isEqualTo(new RemoteError("ObjectNotFoundError", "manta::k does not exist"));
    assertThat(bad("delObject", "[\"manta\",\"k\",{}]"))
        .isEqualTo(new RemoteError("ObjectNotFoundError", "manta::k does not exist"));
  }

  @Test
  void whatIsFoundIsCounted() {
    makeBucket("manta", INDEXES);
    for (int i = 0; i < 5; i++) {
      put("manta", "k" + i, "{\"name\":\"n" + i % 2 + "\",\"size\":" + i + "}");
    }
    List<Json> found =
        good(
            "findObjects",
            "[\"manta\",\"(name=n0)\",{\"limit\":2,\"sort\":{\"attribute\":\"size\",\"order\":\"desc\"}}]");
    assertThat(found).extracting(object -> text(object, "key")).containsExactly("k4", "k2");
    assertThat(found).allMatch(object -> number(object, "_count") == 3);
    assertThat(keys("manta", "name=n1")).containsExactly("k1", "k3");
  }

  @Test
  void aStatementIsPassedOnWithWhatItFinds() {
    makeBucket("manta", "{\"objectId\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"}}");
    put("manta", "/o/stor/a", "{\"objectId\":\"i\",\"type\":\"object\",\"vnode\":1}");
    put("manta", "/o/stor/b", "{\"objectId\":\"j\",\"type\":\"directory\"}");
    Json highest =
        one("sql", "[\"SELECT MAX(_id) FROM manta;\",[],{\"limit\":1,\"no_count\":true}]");
    assertThat(highest).isEqualTo(Json.parse("{\"max\":\"2\"}"));
    Json row =
        one(
            "sql",
            "[\"SELECT * FROM manta WHERE _id >= 1 AND _id <= 1000 AND type = 'object' limit 1000;\","
                + "[],{\"timeout\":10000}]");
    assertThat(text(row, "_id")).isEqualTo("1");
    assertThat(text(row, "_value"))
        .isEqualTo("{\"objectId\":\"i\",\"type\":\"object\",\"vnode\":1}");
    assertThat(text(row, "objectid")).isEqualTo("i");
    assertThat(text(row, "_etag")).hasSize(8);
    assertThat(text(row, "_mtime")).matches("\\d+");
    assertThat(row.member("_vnode")).contains(Json.NULL);
    assertThat(row.member("_idx")).isEmpty();
    assertThat(row.member("_rver")).isEmpty();
    assertThat(one("sql", "[\"SELECT _key FROM manta WHERE objectid = $1 -- $2\",[\"j\"],{}]"))
        .isEqualTo(Json.parse("{\"_key\":\"/o/stor/b\"}"));
    assertThat(bad("sql", "[\"SELECT MAX(_idx) FROM manta;\",[],{}]"))
        .matches(error -> error.name().equals("InternalError") && error.message().contains("_idx"));
  }
}

package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.FastCall;
import atoll.fast.FastClient;
import atoll.fast.Reply;
import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database behind the server must do when objects are written.
abstract class WritesContract extends ServerContract {

  @BeforeEach
  void makeBucket() {
    makeBucket("b", ObjectsContract.INDEXES);
  }

  private String putIf(String key, String value, String etag) {
    return text(
        one("putObject", "[\"b\",\"%s\",%s,{\"etag\":%s}]".formatted(key, value, etag)), "etag");
  }

  private RemoteError conflict(String key, String etag) {
    RemoteError error = bad("putObject", "[\"b\",\"%s\",{},{\"etag\":%s}]".formatted(key, etag));
    assertThat(error.name()).isEqualTo("EtagConflictError");
    return error;
  }

  @Test
  void withoutAnEtagTheLastWriterWins() {
    put("b", "k", "{\"name\":\"one\"}");
    put("b", "k", "{\"name\":\"two\"}");
    Json object = one("getObject", "[\"b\",\"k\",{}]");
    assertThat(object.member("value")).contains(Json.parse("{\"name\":\"two\"}"));
    assertThat(number(object, "_id")).as("an object keeps its id").isEqualTo(1);
    assertThat(keys("b", "name=one")).isEmpty();
  }

  @Test
  void anEtagMustBeTheOneThatIsThere() {
    String first = put("b", "k", "{\"n\":1}");
    String second = putIf("k", "{\"n\":2}", "\"" + first + "\"");
    RemoteError error = conflict("k", "\"" + first + "\"");
    assertThat(error.message())
        .isEqualTo(
            "b::k was expected to have etag \"%s\", but was \"%s\"".formatted(first, second));
    assertThat(error.context())
        .isEqualTo(
            Json.parse(
                "{\"bucket\":\"b\",\"key\":\"k\",\"expected\":\"%s\",\"actual\":\"%s\"}"
                    .formatted(first, second)));
    assertThat(text(one("getObject", "[\"b\",\"k\",{}]"), "_etag")).isEqualTo(second);
  }

  @Test
  void anEtagOfAnObjectThatIsNotThereIsNull() {
    assertThat(conflict("k", "\"ABCDEF01\"").message())
        .isEqualTo("b::k was expected to have etag \"ABCDEF01\", but was \"null\"");
    assertThat(putIf("k", "{}", "\"null\"")).hasSize(8);
  }

  @Test
  void nullAsksThatThereIsNothing() {
    String etag = putIf("k", "{}", "null");
    assertThat(conflict("k", "null").message())
        .isEqualTo("b::k was expected to have etag \"null\", but was \"%s\"".formatted(etag));
  }

  @Test
  void ofManyFirstWritersOneWins() {
    List<FastCall> calls = new ArrayList<>();
    try (FastClient other = machine.dial(server)) {
      for (int i = 0; i < 20; i++) {
        String arguments = "[\"b\",\"k\",{\"writer\":%d},{\"etag\":null}]".formatted(i);
        calls.add(
            (i % 2 == 0 ? client : other)
                .call("putObject", Values.ofArray(Json.parse(arguments)), Machine.SOON));
      }
      List<Reply> replies = calls.stream().map(call -> call.collect(10)).toList();
      assertThat(replies.stream().filter(reply -> reply instanceof Reply.Complete)).hasSize(1);
      assertThat(replies.stream().filter(reply -> reply instanceof Reply.Failed))
          .allMatch(reply -> reply.toString().contains("EtagConflictError"));
    }
    assertThat(keys("b", "_key=k")).hasSize(1);
  }

  @Test
  void writersOfOneKeyAllSucceedWithoutEtags() {
    List<FastCall> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String arguments = "[\"b\",\"k\",{\"writer\":%d},{}]".formatted(i);
      calls.add(client.call("putObject", Values.ofArray(Json.parse(arguments)), Machine.SOON));
    }
    assertThat(calls).allMatch(call -> call.collect(10) instanceof Reply.Complete);
    assertThat(good("findObjects", "[\"b\",\"(_key=k)\",{}]")).hasSize(1);
  }

  @Test
  void aDeletionMindsAnEtagThatSaysSomething() {
    String etag = put("b", "k", "{}");
    RemoteError error = bad("delObject", "[\"b\",\"k\",{\"etag\":\"00000000\"}]");
    assertThat(error.name()).isEqualTo("EtagConflictError");
    assertThat(one("delObject", "[\"b\",\"k\",{\"etag\":\"%s\"}]".formatted(etag)))
        .isEqualTo(Json.EMPTY_OBJECT);
    put("b", "k", "{}");
    assertThat(good("delObject", "[\"b\",\"k\",{\"etag\":null}]")).hasSize(1);
    assertThat(bad("getObject", "[\"b\",\"k\",{}]").name()).isEqualTo("ObjectNotFoundError");
  }

  @Test
  void aUniqueAttributeIsHeldByOneObject() {
    put("b", "one", "{\"objectId\":\"x\"}");
    assertThat(bad("putObject", "[\"b\",\"two\",{\"objectId\":\"x\"},{}]"))
        .isEqualTo(
            new RemoteError(
                "UniqueAttributeError",
                "\"objectId\" is a unique attribute; value \"x\" already exists"));
    put("b", "one", "{\"objectId\":\"y\"}");
    put("b", "two", "{\"objectId\":\"x\"}");
    put("b", "three", "{}");
    put("b", "four", "{}");
  }

  @Test
  void aValueThatDoesNotFitItsIndexIsRefused() {
    for (String value :
        List.of(
            "{\"size\":\"many\"}",
            "{\"ready\":\"perhaps\"}",
            "{\"name\":{}}",
            "{\"born\":\"yesterday\"}",
            "{\"host\":\"here\"}",
            "{\"card\":\"x\"}",
            "{\"net\":\"10.0.0.1\"}",
            "{\"job\":\"1\"}",
            "{\"sizes\":[\"a\"]}")) {
      assertThat(bad("putObject", "[\"b\",\"k\"," + value + ",{}]").name())
          .as(value)
          .isEqualTo("InvalidIndexTypeError");
    }
    assertThat(bad("getObject", "[\"b\",\"k\",{}]").name()).isEqualTo("ObjectNotFoundError");
  }

  @Test
  void valuesComeBackAsTheyWere() {
    for (String value :
        List.of(
            "{\"name\":\"é𝄞\\u0000\\\"\\\\\",\"size\":1.50,\"vnode\":9223372036854775807}",
            "{\"name\":7,\"size\":\"12\",\"ready\":\"TRUE\",\"tags\":[\"a\",\"b,\\\"\"]}",
            "{\"name\":[\"a\",\"b\"],\"sizes\":[1,2.5],\"born\":\"2019-10-09T08:00:00.000Z\"}",
            "{\"host\":\"10.0.0.1\",\"card\":\"90:B8:d0:f8:67:09\",\"net\":\"10.0.0.0/8\"}",
            "{\"job\":\"6F1ED002-ab57-11e2-9b4a-0b3a5c5d8f2c\",\"name\":null,\"deep\":{\"a\":[{}]}}")) {
      if (!value.contains("u0000")) {
        put("b", "k", value);
        assertThat(one("getObject", "[\"b\",\"k\",{}]").member("value"))
            .as(value)
            .contains(Json.parse(value));
      }
    }
  }

  @Test
  void anUpdateChangesColumnsAndNotTheText() {
    put("b", "k1", "{\"name\":\"a\",\"size\":1,\"other\":1}");
    String etag = put("b", "k2", "{\"name\":\"a\",\"size\":2}");
    put("b", "k3", "{\"name\":\"c\",\"size\":3}");
    Json done = one("updateObjects", "[\"b\",{\"name\":\"z\",\"size\":null},\"(size<=2)\",{}]");
    assertThat(number(done, "count")).isEqualTo(2);
    assertThat(text(done, "etag")).matches("u[0-9a-f]{7}").isNotEqualTo(etag);
    Json object = one("getObject", "[\"b\",\"k1\",{}]");
    assertThat(object.member("value")).contains(Json.parse("{\"name\":\"z\",\"other\":1}"));
    assertThat(text(object, "_etag")).isEqualTo(text(done, "etag"));
    assertThat(text(one("sql", "[\"SELECT _value FROM b WHERE _key = 'k1'\",[],{}]"), "_value"))
        .isEqualTo("{\"name\":\"a\",\"size\":1,\"other\":1}");
    assertThat(keys("b", "name=z")).containsExactly("k1", "k2");
  }

  @Test
  void anUpdateOfNothingOrOfNoIndexIsRefused() {
    assertThat(bad("updateObjects", "[\"b\",{},\"(size=1)\",{}]").name())
        .isEqualTo("FieldUpdateError");
    assertThat(bad("updateObjects", "[\"b\",{\"none\":1},\"(size=1)\",{}]").name())
        .isEqualTo("NotIndexedError");
    assertThat(bad("updateObjects", "[\"b\",{\"objectId\":null},\"(size=1)\",{}]").name())
        .isEqualTo("NotNullableError");
  }

  @Test
  void manyAreDeletedUpToTheLimit() {
    for (int i = 0; i < 5; i++) {
      put("b", "k" + i, "{\"name\":\"n\",\"size\":" + i + "}");
    }
    Json done =
        one("deleteMany", "[\"b\",\"(name=n)\",{\"limit\":2,\"sort\":{\"attribute\":\"size\"}}]");
    assertThat(done).isEqualTo(Json.parse("{\"count\":2}"));
    assertThat(keys("b", "name=n")).containsExactly("k2", "k3", "k4");
    assertThat(one("deleteMany", "[\"b\",\"(name=n)\",{}]")).isEqualTo(Json.parse("{\"count\":3}"));
    assertThat(one("deleteMany", "[\"b\",\"(name=n)\",{}]")).isEqualTo(Json.parse("{\"count\":0}"));
  }

  @Test
  void whatAFilterCannotFindByIndexesIsNeitherUpdatedNorDeleted() {
    put("b", "k", "{\"name\":\"n\",\"color\":\"red\"}");
    assertThat(bad("deleteMany", "[\"b\",\"(&(name=n)(color=blue))\",{}]").message())
        .isEqualTo(
            "b does not have indexes that support (&(name=n)(color=blue)). Unindexed fields:"
                + " [color]");
    assertThat(bad("updateObjects", "[\"b\",{\"size\":1},\"(&(name=n)(color=blue))\",{}]").name())
        .isEqualTo("NotIndexedError");
    assertThat(keys("b", "name=n")).containsExactly("k");
  }

  @Test
  void aBatchIsDoneAsAWhole() {
    String old = put("b", "gone", "{\"name\":\"g\"}");
    put("b", "many1", "{\"size\":7}");
    put("b", "many2", "{\"size\":7}");
    put("b", "up", "{\"size\":9}");
    Json done =
        one(
            "batch",
            """
            [[{"bucket":"b","key":"new","value":{"name":"n"},"options":{"etag":null}},
              {"operation":"delete","bucket":"b","key":"gone","options":{"etag":"%s"}},
              {"operation":"deleteMany","bucket":"b","filter":"(size=7)"},
              {"operation":"update","bucket":"b","filter":"(size=9)","fields":{"name":"u"}}],
             {"req_id":"6f1ed002-ab57-11e2-9b4a-0b3a5c5d8f2c"}]\
            """
                .formatted(old));
    List<Json> etags = new ArrayList<>();
    done.member("etags").orElseThrow().elements().forEach(etags::add);
    assertThat(etags).hasSize(4);
    assertThat(text(etags.get(0), "key")).isEqualTo("new");
    assertThat(text(etags.get(0), "etag")).hasSize(8);
    assertThat(etags.get(1)).isEqualTo(Json.parse("{\"bucket\":\"b\",\"key\":\"gone\"}"));
    assertThat(etags.get(2))
        .isEqualTo(Json.parse("{\"bucket\":\"b\",\"filter\":\"(size=7)\",\"count\":2}"));
    assertThat(number(etags.get(3), "count")).isEqualTo(1);
    assertThat(keys("b", "_key=*")).containsExactly("new", "up");
  }

  @Test
  void oneWrongEtagUndoesTheWholeBatch() {
    String etag = put("b", "two", "{\"n\":1}");
    RemoteError error =
        bad(
            "batch",
            """
            [[{"operation":"put","bucket":"b","key":"one","value":{}},
              {"operation":"put","bucket":"b","key":"two","value":{},"options":{"etag":"%s"}},
              {"operation":"put","bucket":"b","key":"two","value":{},"options":{"etag":"%s"}}],{}]\
            """
                .formatted(etag, etag));
    assertThat(error.name()).isEqualTo("EtagConflictError");
    assertThat(text(one("getObject", "[\"b\",\"two\",{}]"), "_etag")).isEqualTo(etag);
    assertThat(keys("b", "_key=*")).containsExactly("two");
  }

  @Test
  void optionsOfTheWholeBatchGoFirst() {
    String etag = put("b", "k", "{\"n\":1}");
    String operations =
        "[{\"bucket\":\"b\",\"key\":\"k\",\"value\":{},\"options\":{\"etag\":\"%s\"}}]"
            .formatted(etag);
    assertThat(bad("batch", "[" + operations + ",{\"etag\":null}]").name())
        .isEqualTo("EtagConflictError");
    String deletion = operations.replace("{\"bucket\"", "{\"operation\":\"delete\",\"bucket\"");
    assertThat(good("batch", "[" + deletion + ",{\"etag\":\"00000000\"}]")).hasSize(1);
  }

  @Test
  void aBatchOfWhatNobodyKnowsIsRefused() {
    for (String operations :
        List.of(
            "[{\"operation\":\"copy\",\"bucket\":\"b\",\"key\":\"k\",\"value\":{}}]",
            "[{\"key\":\"k\",\"value\":{}}]",
            "[{\"bucket\":\"b\",\"value\":{}}]",
            "[{\"bucket\":\"b\",\"key\":\"k\",\"value\":7}]",
            "[7]")) {
      assertThat(bad("batch", "[" + operations + ",{}]"))
          .isEqualTo(
              new RemoteError(
                  "InvocationError",
                  "batch expects \"requests\" (args[0]) to be an array of valid request objects"));
    }
  }
}

package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.FastCall;
import atoll.fast.FastClient;
import atoll.fast.Step;
import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.morayembedded.store.BigNumbers;
import atoll.morayembedded.store.StoreSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a server over every database must do with calls as such.
abstract class CallsContract extends ServerContract {

  /// A statement that gives numbers from 1 on and never ends by itself.
  abstract String endless();

  /// A statement that takes some seconds before it gives anything.
  abstract String slow();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "ping;[];ping expects 1 argument",
        "getBucket;[{}];getBucket expects 2 arguments",
        "putObject;[\"b\",\"k\",{}];putObject expects 4 arguments",
        "createBucket;[\"\",{},{}];createBucket expects \"name\" (args[0]) to be a nonempty string",
        "createBucket;[\"b\",[],{}];createBucket expects \"config\" (args[1]) to be an object",
        "getBucket;[\"b\",{}];getBucket expects \"options\" (args[0]) to be a valid options object",
        "listBuckets;[{\"limit\":-1}];"
            + "listBuckets expects \"options\" (args[0]) to be a valid options object",
        "listBuckets;[{\"limit\":\"x\"}];"
            + "listBuckets expects \"options\" (args[0]) to be a valid options object",
        "listBuckets;[{\"timeout\":1.5}];"
            + "listBuckets expects \"options\" (args[0]) to be a valid options object",
        "listBuckets;[{\"etag\":7}];"
            + "listBuckets expects \"options\" (args[0]) to be a valid options object",
        "listBuckets;[{\"req_id\":\"0123456789012345678901234567890123456\"}];"
            + "listBuckets expects \"options\" (args[0]) to be a valid options object",
        "listBuckets;[{\"sort\":{\"order\":\"ASC\"}}];"
            + "listBuckets expects \"options\" (args[0]) to be a valid options object",
        "putObject;[\"b\",\"k\",7,{}];putObject expects \"value\" (args[2]) to be an object",
        "reindexObjects;[\"b\",-1,{}];"
            + "reindexObjects expects \"count\" (args[1]) to be a nonnegative integer",
        "batch;[{},{}];batch expects \"requests\" (args[0]) to be an array of valid request objects",
        "sql;[\"SELECT 1\",{},{}];sql expects \"values\" (args[1]) to be an array",
      })
  void argumentsThatDoNotFitAreNamed(String route, String arguments, String message) {
    assertThat(bad(route, arguments)).isEqualTo(new RemoteError("InvocationError", message));
  }

  @Test
  void theVersionAndASignOfLifeAreGiven() {
    assertThat(one("version", "[{}]")).isEqualTo(Json.parse("{\"version\":2}"));
    assertThat(good("ping", "[{}]")).isEmpty();
    assertThat(good("ping", "[{\"deep\":true}]")).isEmpty();
  }

  @Test
  void whatIsNotSupportedSaysSo() {
    assertThat(bad("getTokens", "[{}]").message()).isEqualTo("Operation not supported");
    assertThat(bad("noSuchCall", "[{}]").message())
        .isEqualTo("unsupported RPC method: \"noSuchCall\"");
  }

  @Test
  void callsOvertakeOneAnotherOnOneConnection() {
    makeBucket("b", "{}");
    List<FastCall> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String arguments = "[\"b\",\"k%d\",{\"n\":%d},{}]".formatted(i, i);
      calls.add(client.call("putObject", Values.ofArray(Json.parse(arguments)), Machine.SOON));
    }
    calls.forEach(call -> call.collect(1).orThrow());
    assertThat(good("findObjects", "[\"b\",\"(_key=*)\",{}]")).hasSize(50);
  }

  @Test
  void aSearchGivesAThousandUnlessItIsToldMore() {
    makeBucket("b", "{}");
    for (int batch = 0; batch < 3; batch++) {
      StringBuilder operations = new StringBuilder();
      for (int i = 0; i < 350; i++) {
        operations
            .append(operations.isEmpty() ? "" : ",")
            .append("{\"bucket\":\"b\",\"key\":\"%d-%d\",\"value\":{}}".formatted(batch, i));
      }
      good("batch", "[[" + operations + "],{}]");
    }
    assertThat(good("findObjects", "[\"b\",\"(_key=*)\",{}]"))
        .hasSize(1000)
        .allMatch(object -> number(object, "_count") == 1050);
    assertThat(good("findObjects", "[\"b\",\"(_key=*)\",{\"noLimit\":true}]")).hasSize(1050);
    assertThat(good("findObjects", "[\"b\",\"(_key=*)\",{\"limit\":1050}]")).hasSize(1050);
  }

  @Test
  void aQueryThatTakesTooLongIsEnded() {
    RemoteError error = bad("sql", "[\"" + slow() + "\",[],{\"timeout\":200}]");
    assertThat(error.name()).isEqualTo("QueryTimeoutError");
    assertThat(good("ping", "[{\"deep\":true}]")).as("the connection is fit for use").isEmpty();
  }

  /// All connections of the store would be held otherwise.
  @Test
  void aClientThatLeavesGivesItsConnectionBack() {
    for (int i = 0; i < StoreSettings.USUAL.connections() + 2; i++) {
      try (FastClient leaving = machine.dial(server);
          FastCall call =
              leaving.call(
                  "sql",
                  Values.ofArray(Json.parse("[\"" + endless() + "\",[],{}]")),
                  Machine.SOON)) {
        assertThat(call.next()).isInstanceOf(Step.Value.class);
      }
    }
    assertThat(good("ping", "[{\"deep\":true}]")).isEmpty();
  }

  @Test
  void largeNumbersAreTextUnlessTheSettingsSayOtherwise() {
    makeBucket("b", "{\"size\":{\"type\":\"number\"}}");
    put("b", "k", "{\"size\":7}");
    String query = "[\"SELECT _id, size, _key FROM b\",[],{}]";
    assertThat(one("sql", query))
        .isEqualTo(Json.parse("{\"_id\":\"1\",\"size\":\"7\",\"_key\":\"k\"}"));
    restart(StoreSettings.USUAL.withNumbers(BigNumbers.AS_NUMBERS));
    assertThat(one("sql", query)).isEqualTo(Json.parse("{\"_id\":1,\"size\":7,\"_key\":\"k\"}"));
    restart(StoreSettings.USUAL);
  }

  @Test
  void aStatementMayWriteAndFailsAsAWhole() {
    makeBucket("b", "{\"size\":{\"type\":\"number\"}}");
    put("b", "k", "{\"size\":7}");
    assertThat(good("sql", "[\"UPDATE b SET size = $1 WHERE _key = $2\",[9,\"k\"],{}]")).isEmpty();
    assertThat(keys("b", "size=9")).containsExactly("k");
    assertThat(bad("sql", "[\"SELECT $3\",[\"a\"],{}]").message()).contains("$3");
    assertThat(bad("sql", "[\"SELEC 1\",[],{}]").name()).isEqualTo("InternalError");
    assertThat(one("sql", "[\"SELECT '$1?' AS text, $1 AS given\",[\"x\"],{}]").toString())
        .isEqualTo("{\"text\":\"$1?\",\"given\":\"x\"}");
  }
}

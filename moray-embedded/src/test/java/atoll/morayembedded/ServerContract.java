package atoll.morayembedded;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.FastClient;
import atoll.fast.FastServer;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.morayembedded.store.Store;
import atoll.morayembedded.store.StoreSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A server and a client for the contract's tests, which begin without a bucket.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit starts everything before the first test.
abstract class ServerContract {

  @TempDir static Path folder;

  Machine machine;
  Databases databases;
  Store store;
  FastServer server;
  FastClient client;

  abstract Databases start(Path folder) throws Exception;

  @BeforeAll
  void startAll() throws Exception {
    machine = new Machine();
    databases = start(folder);
    restart(StoreSettings.USUAL);
  }

  /// Opens the store anew, with other settings.
  final void restart(StoreSettings settings) {
    if (store != null) {
      stop();
    }
    store = databases.open(machine, settings);
    server = machine.serve(store);
    client = machine.dial(server);
  }

  private void stop() {
    client.close();
    server.close();
    store.close();
  }

  @AfterEach
  void removeBuckets() {
    for (Json bucket : good("listBuckets", "[{}]")) {
      good("delBucket", "[" + bucket.member("name").orElseThrow() + ",{}]");
    }
  }

  @AfterAll
  void stopAll() {
    stop();
    machine.close();
  }

  final List<Json> good(String method, String arguments) {
    return Machine.good(client, method, arguments);
  }

  final RemoteError bad(String method, String arguments) {
    return Machine.bad(client, method, arguments);
  }

  /// The only value of a call.
  final Json one(String method, String arguments) {
    List<Json> values = good(method, arguments);
    assertThat(values).hasSize(1);
    return values.getFirst();
  }

  final void makeBucket(String name, String index) {
    assertThat(good("createBucket", "[\"" + name + "\",{\"index\":" + index + "},{}]")).isEmpty();
  }

  final String put(String bucket, String key, String value) {
    return text(one("putObject", "[\"%s\",\"%s\",%s,{}]".formatted(bucket, key, value)), "etag");
  }

  /// The keys of what a filter finds, in the order of keys.
  final List<String> keys(String bucket, String filter) {
    String sorted = "{\"sort\":{\"attribute\":\"_key\"}}";
    return good("findObjects", "[\"%s\",%s,%s]".formatted(bucket, Json.text(filter), sorted))
        .stream()
        .map(object -> text(object, "key"))
        .toList();
  }

  static String text(Json object, String member) {
    return object.member(member).flatMap(Json::asText).orElseThrow();
  }

  static long number(Json object, String member) {
    return object.member(member).orElseThrow().asLong().orElseThrow();
  }
}

package atoll.morayembedded;

import atoll.fast.FastServer;
import atoll.fast.Seams;
import atoll.fast.json.Json;
import atoll.kit.net.Endpoint;
import atoll.moray.BucketConfig;
import atoll.moray.Index;
import atoll.moray.MorayClient;
import atoll.moray.MorayLimits;
import atoll.moray.MorayOptions;
import atoll.moray.MoraySeams;
import atoll.moray.filter.Filter;
import atoll.morayembedded.store.Store;
import atoll.morayembedded.store.StoreSettings;
import java.nio.file.Path;

/// The example of the README, word for word.
final class ReadmeExample {

  private ReadmeExample() {}

  // begin of the example
  /// Keeps two objects in a file, and counts those that a filter finds.
  static long count(Path file, Seams seams, MoraySeams clientSeams) {
    Endpoint anyPort = new Endpoint("127.0.0.1", 0);
    BucketConfig config = BucketConfig.EMPTY.with("size", Index.NUMBER);
    try (Store store =
            Store.sqlite(file, StoreSettings.USUAL, seams.clock(), clientSeams.randomness());
        FastServer server = MorayServer.start(seams, anyPort, store);
        MorayClient client = MorayClient.at(server.local(), clientSeams, MorayLimits.USUAL)) {
      client.createBucket("stones", config, MorayOptions.NONE);
      Json pebble = Json.parse("{\"size\":1}");
      Json rock = Json.parse("{\"size\":100}");
      client.putObject("stones", "pebble", pebble, MorayOptions.NONE.ifAbsent());
      client.putObject("stones", "rock", rock, MorayOptions.NONE.ifAbsent());
      return client.countObjects("stones", Filter.atLeast("size", 10), MorayOptions.NONE);
    }
  }
  // end of the example
}

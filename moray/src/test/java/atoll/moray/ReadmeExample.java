package atoll.moray;

import atoll.cueball.StaticResolver;
import atoll.fast.json.Json;
import atoll.kit.net.Endpoint;
import atoll.moray.filter.Filter;
import java.util.List;
import java.util.function.Consumer;

/// The example of the README, word for word.
final class ReadmeExample {

  private ReadmeExample() {}

  // begin of the example
  /// Marks every object of `owner` that lies below `/stor/logs`, unless somebody writes it
  /// meanwhile.
  static void mark(MoraySeams seams, List<Endpoint> servers, String owner, Consumer<String> tell) {
    var resolver = new StaticResolver(servers);
    try (var client = MorayClient.start("moray", seams, MorayLimits.USUAL, resolver)) {
      Filter logs =
          Filter.and(
              Filter.equal("owner", owner),
              Filter.startsWith("dirname", "/" + owner + "/stor/logs"));
      try (Rows<MorayObject> found =
          client.findObjects("manta", logs, MorayOptions.NONE.noLimit().noCount())) {
        found.forEach(object -> tell.accept(mark(client, object)));
      }
    }
  }

  private static String mark(MorayClient client, MorayObject object) {
    Json marked = Json.object("was", object.value());
    try {
      MorayOptions asItIs = MorayOptions.NONE.ifEtag(object.etag());
      return object.key() + " is now " + client.putObject("manta", object.key(), marked, asItIs);
    } catch (MorayException refused) {
      return switch (refused.kind()) {
        case ETAG_CONFLICT -> object.key() + " was written by somebody else";
        default -> throw refused;
      };
    }
  }
  // end of the example
}

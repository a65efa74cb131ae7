package atoll.moray.example;

import atoll.fast.json.Json;
import atoll.moray.Etag;
import atoll.moray.MorayClient;
import atoll.moray.MorayOptions;
import java.io.PrintWriter;
import java.util.List;

/// Writes one object.
final class PutObject {

  private PutObject() {}

  static void run(MorayClient client, List<String> words, PrintWriter out) {
    MorayOptions options =
        words.size() == 4 ? MorayOptions.NONE.ifEtag(new Etag(words.get(3))) : MorayOptions.NONE;
    out.println(
        client.putObject(words.get(0), words.get(1), Json.parse(words.get(2)), options).text());
  }
}

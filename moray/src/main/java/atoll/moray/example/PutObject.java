package atoll.moray.example;

import atoll.fast.json.Json;
import atoll.moray.Etag;
import atoll.moray.MorayClient;
import atoll.moray.MorayOptions;
import java.io.PrintWriter;
import java.util.List;

/// Writes one object.
final class PutObject implements Example {

  @Override
  public String name() {
    return "putobject";
  }

  @Override
  public String usage() {
    return "BUCKET KEY JSON [ETAG]";
  }

  @Override
  public String summary() {
    return "Writes an object, with an ETAG only if it is in that state, and prints its new one.";
  }

  @Override
  public void run(MorayClient client, List<String> words, PrintWriter out) {
    Words.check(this, words, 3, 4);
    MorayOptions options =
        words.size() == 4 ? MorayOptions.NONE.ifEtag(new Etag(words.get(3))) : MorayOptions.NONE;
    out.println(
        client.putObject(words.get(0), words.get(1), Json.parse(words.get(2)), options).text());
  }
}

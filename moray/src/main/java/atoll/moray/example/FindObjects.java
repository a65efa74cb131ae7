package atoll.moray.example;

import atoll.moray.MorayClient;
import atoll.moray.MorayObject;
import atoll.moray.MorayOptions;
import atoll.moray.Rows;
import atoll.moray.filter.Filter;
import java.io.PrintWriter;
import java.util.List;

/// Shows all objects that match a filter, however many.
final class FindObjects {

  private FindObjects() {}

  static void run(MorayClient client, List<String> words, PrintWriter out) {
    Filter filter = Filter.parse(words.get(1));
    MorayOptions options = MorayOptions.NONE.noLimit().noCount();
    try (Rows<MorayObject> found = client.findObjects(words.get(0), filter, options)) {
      found.forEach(
          object -> out.println(object.key() + " " + object.etag() + " " + object.value()));
    }
  }
}

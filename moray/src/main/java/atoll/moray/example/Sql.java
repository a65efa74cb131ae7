package atoll.moray.example;

import atoll.fast.json.Json;
import atoll.moray.MorayClient;
import atoll.moray.MorayOptions;
import atoll.moray.Rows;
import java.io.PrintWriter;
import java.util.List;

/// Runs a statement.
final class Sql {

  private Sql() {}

  static void run(MorayClient client, List<String> words, PrintWriter out) {
    List<String> values = words.subList(1, words.size());
    try (Rows<Json> rows = client.sql(words.getFirst(), values, MorayOptions.NONE)) {
      rows.forEach(out::println);
    }
  }
}

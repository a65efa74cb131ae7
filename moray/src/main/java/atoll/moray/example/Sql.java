package atoll.moray.example;

import atoll.fast.json.Json;
import atoll.moray.MorayClient;
import atoll.moray.MorayOptions;
import atoll.moray.Rows;
import java.io.PrintWriter;
import java.util.List;

/// Runs a statement.
final class Sql implements Example {

  private static final int MOST_WORDS = 100;

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public String usage() {
    return "STATEMENT [VALUE ...]";
  }

  @Override
  public String summary() {
    return "Prints the rows of a statement, in which $1 stands for the first VALUE.";
  }

  @Override
  public void run(MorayClient client, List<String> words, PrintWriter out) {
    Words.check(this, words, 1, MOST_WORDS);
    List<String> values = words.subList(1, words.size());
    try (Rows<Json> rows = client.sql(words.getFirst(), values, MorayOptions.NONE)) {
      rows.forEach(out::println);
    }
  }
}

package atoll.moray.example;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.moray.MorayClient;
import java.io.PrintWriter;
import java.util.List;

/// A program that does one thing with a client and prints what came of it.
///
/// @param usage its words, as a help text shows them
/// @param summary what it does, in one sentence
public record Example(
    String name, String usage, String summary, int leastWords, int mostWords, Program program) {

  /// What an example does with its words.
  @FunctionalInterface
  public interface Program {
    void run(MorayClient client, List<String> words, PrintWriter out);
  }

  /// Runs it.
  ///
  /// @throws AtollException `BAD_INPUT` for words it cannot use, else as the client
  public void run(MorayClient client, List<String> words, PrintWriter out) {
    if (words.size() < leastWords || words.size() > mostWords) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "%s got %d words: %s; write %s %s"
              .formatted(name, words.size(), String.join(" ", words), name, usage));
    }
    program.run(client, words, out);
  }
}

package atoll.moray.example;

import atoll.moray.MorayClient;
import java.io.PrintWriter;
import java.util.List;

/// A program that does one thing with a client and prints what came of it.
public interface Example {

  /// What the program is called.
  String name();

  /// Its words, as a help text shows them.
  String usage();

  /// What it does, in one sentence.
  String summary();

  /// Runs it.
  ///
  /// @throws atoll.kit.AtollException `BAD_INPUT` for words it cannot use, else as the client
  void run(MorayClient client, List<String> words, PrintWriter out);
}

package atoll.bench.measure;

import java.io.PrintStream;

/// One comparison that can be run by its name. It takes about a minute, measures each of ours in
/// the same run as a peer, and prints what it saw: medians and spread, never an opinion.
public interface Bench {

  /// What is typed to run it: one lower-case word.
  String name();

  /// What is compared with what, in one line.
  String about();

  /// Measures and prints.
  void run(PrintStream output) throws Exception;
}

package atoll.app;

import java.io.PrintWriter;
import java.util.List;

/// A command whose words are not picocli's to read, because other programs have decided how they
/// are written. It also answers `--help` itself.
interface OwnWords {

  /// Runs the command.
  ///
  /// @return the exit code
  /// @throws atoll.kit.AtollException whose fault is the exit code
  int run(List<String> words, PrintWriter out, PrintWriter err);
}

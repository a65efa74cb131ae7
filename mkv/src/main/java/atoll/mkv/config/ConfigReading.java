package atoll.mkv.config;

import java.util.List;

/// What became of a configuration file.
public sealed interface ConfigReading {

  record Good(MkvConfig config) implements ConfigReading {}

  /// A file that cannot be used.
  ///
  /// @param problems all of them, in the order of their lines
  record Bad(List<ConfigProblem> problems) implements ConfigReading {
    public Bad {
      problems = List.copyOf(problems);
    }
  }
}

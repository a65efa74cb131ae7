package atoll.volumeserver.settings;

import java.util.List;

/// What comes of a command line.
public sealed interface SettingsAnswer {

  /// The server can be started.
  record Start(StartSettings settings) implements SettingsAnswer {}

  /// Help was asked for.
  record Help(String text) implements SettingsAnswer {}

  /// It cannot be started: everything that is wrong, one sentence each.
  record Refused(List<String> problems) implements SettingsAnswer {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}

package atoll.app.process;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Ports as people write them.
public final class Ports {

  private static final int MAX = 65_535;

  private Ports() {}

  /// The port that a text names.
  ///
  /// @param what names it in the refusal
  /// @throws ParameterException if the text is no port
  public static int parse(CommandSpec spec, String what, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= MAX) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number that is no port.
    }
    throw new ParameterException(
        spec.commandLine(), "invalid " + what + ": " + text + "; expected 1 to " + MAX);
  }
}

package atoll.volumeserver.replay;

import java.util.List;
import java.util.Map;

/// The servers of a scenario, running.
interface Servers extends AutoCloseable {

  /// The port of a server: `a`, `a.public`.
  int port(String name);

  /// What stands for their addresses and directories in the notation: `a`, `a.public`, `dir a`.
  Map<String, String> names();

  /// Does what a step says.
  void act(List<String> words);

  @Override
  void close();
}

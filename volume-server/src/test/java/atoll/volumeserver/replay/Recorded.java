package atoll.volumeserver.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What was recorded of SeaweedFS's servers.
final class Recorded {

  private Recorded() {}

  /// The names of the scenarios in a folder of the corpus, in their order.
  static List<String> scenarios(Path corpus) throws IOException {
    try (Stream<Path> files = Files.list(corpus)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".txt"))
          .sorted()
          .toList();
    }
  }
}

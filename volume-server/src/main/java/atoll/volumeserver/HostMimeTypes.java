package atoll.volumeserver;

import atoll.volumeserver.blob.MimeTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads the tables of media types that the host has, from where Go's library looks for them.
final class HostMimeTypes {

  private static final List<Path> GLOBS =
      List.of(Path.of("/usr/local/share/mime/globs2"), Path.of("/usr/share/mime/globs2"));

  private static final List<Path> TYPES =
      List.of(
          Path.of("/etc/mime.types"),
          Path.of("/etc/apache2/mime.types"),
          Path.of("/etc/apache/mime.types"),
          Path.of("/etc/httpd/conf/mime.types"));

  private HostMimeTypes() {}

  /// The first table of globs that there is; only without one, all other tables.
  static MimeTypes read() {
    for (Path each : GLOBS) {
      List<String> lines = lines(each);
      if (!lines.isEmpty()) {
        return MimeTypes.with(lines, List.of());
      }
    }
    return MimeTypes.with(List.of(), TYPES.stream().flatMap(each -> lines(each).stream()).toList());
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return List.of();
    }
  }
}

package atoll.volumeserver.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the rules of access are read from, as often as they are wanted. The environment is not
/// printed, since it may hold keys. Immutable.
public final class SecuritySource {

  private final Optional<Path> file;
  private final Map<String, String> environment;

  SecuritySource(Optional<Path> file, Map<String, String> environment) {
    this.file = file;
    this.environment = Map.copyOf(environment);
  }

  /// `security.toml`; empty if none was found.
  public Optional<Path> file() {
    return file;
  }

  /// Reads the rules as they are now.
  ///
  /// @throws atoll.kit.AtollException `BAD_INPUT` with everything that is wrong, a sentence a line
  public SecuritySettings read() {
    return SecurityFile.read(file, environment);
  }

  @Override
  public String toString() {
    return file.map(Path::toString).orElse("no file");
  }
}

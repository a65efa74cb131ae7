package atoll.app.mkv;

import atoll.mkv.config.ConfigFile;
import atoll.mkv.config.ConfigReading;
import atoll.mkv.config.MkvConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `--config FILE`, as several commands have it.
final class ConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The configuration file.")
  private Path file = Path.of("");

  Path file() {
    return file;
  }

  ConfigReading read() {
    return ConfigFile.read(file, System.getenv());
  }

  /// The configuration, or a refusal that tells all its problems.
  MkvConfig config() {
    return ConfigFile.require(file, System.getenv());
  }
}

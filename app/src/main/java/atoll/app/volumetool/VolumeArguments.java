package atoll.app.volumetool;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
import atoll.volume.index.OffsetWidth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What all four commands are told.
final class VolumeArguments {

  @Parameters(
      arity = "1..*",
      paramLabel = "VOLUME",
      description = "A volume's file (/data/7.dat, /data/photos_7), or a directory of volumes.")
  private List<Path> paths = List.of();

  @Option(
      names = "--index-dir",
      paramLabel = "DIR",
      description = "Where the .idx files lie (beside the data).")
  private @Nullable Path indexDirectory;

  @Option(
      names = "--offset-bytes",
      paramLabel = "4|5",
      description = "How wide offsets are in the index, if the files do not tell.")
  private @Nullable Integer offsetBytes;

  @Option(
      names = {"-q", "--quiet"},
      description = "Shows no progress.")
  private boolean quiet;

  @SuppressWarnings("UnusedVariable") // picocli acts on it before the command runs
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Prints this text.")
  private boolean help;

  boolean quiet() {
    return quiet;
  }

  /// @throws AtollException `BAD_INPUT` if there is no such width
  Optional<OffsetWidth> width() {
    Integer bytes = offsetBytes;
    if (bytes == null) {
      return Optional.empty();
    }
    return Optional.of(
        OffsetWidth.of(bytes)
            .orElseThrow(() ->
                new AtollException(Fault.BAD_INPUT, "offsets have 4 or 5 bytes, not " + bytes)));
  }

  /// The volumes that are meant, in order.
  ///
  /// @throws AtollException `BAD_INPUT` for a path that names none, `NOT_FOUND` if a directory has
  ///   none
  List<VolumePaths> volumes(Disk disk) {
    List<VolumePaths> volumes = new ArrayList<>();
    for (Path path : paths) {
      boolean isDirectory =
          disk.find(path).map(DiskEntry::kind).orElse(DiskEntry.Kind.OTHER)
              == DiskEntry.Kind.DIRECTORY;
      if (isDirectory) {
        volumes.addAll(within(disk, path));
      } else {
        volumes.add(one(path));
      }
    }
    return volumes;
  }

  private List<VolumePaths> within(Disk disk, Path directory) {
    List<VolumePaths> volumes =
        disk.list(directory).stream()
            .flatMap(entry -> VolumeFile.find(entry.name()).stream())
            .filter(found -> found.file() == VolumeFile.DATA)
            .map(found -> paths(directory, found.volume()))
            .toList();
    if (volumes.isEmpty()) {
      throw new AtollException(Fault.NOT_FOUND, "there is no .dat file in " + directory);
    }
    return volumes;
  }

  private VolumePaths one(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    String file = Objects.requireNonNullElse(absolute.getFileName(), absolute).toString();
    VolumeName name =
        VolumeFile.find(file)
            .map(VolumeFile.Found::volume)
            .or(() -> VolumeName.parse(file))
            .orElseThrow(() ->
                new AtollException(
                    Fault.BAD_INPUT,
                    "\"%s\" is no volume: name its file, as /data/7.dat or /data/photos_7, or its directory"
                        .formatted(path)));
    Path directory = path.getParent();
    return paths(directory == null ? Path.of("") : directory, name);
  }

  private VolumePaths paths(Path directory, VolumeName name) {
    Path index = indexDirectory;
    return new VolumePaths(directory, index == null ? directory : index, name);
  }
}

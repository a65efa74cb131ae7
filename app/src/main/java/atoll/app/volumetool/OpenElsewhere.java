package atoll.app.volumetool;

import atoll.volume.VolumePaths;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks whether another process has files of a volume open, as a server of SeaweedFS has, which
/// takes no lock. Knows only what `/proc` shows to this user: nothing of other machines or foreign
/// containers, and nothing at all on other systems than Linux.
final class OpenElsewhere {

  private static final Path PROCESSES = Path.of("/proc");

  private OpenElsewhere() {}

  /// The process in words, if one is seen.
  static Optional<String> find(VolumePaths paths) {
    Set<Path> files = Set.of(real(paths.data()), real(paths.index()));
    long self = ProcessHandle.current().pid();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        String id = process.getFileName().toString();
        if (!id.equals(Long.toString(self)) && hasOpen(process.resolve("fd"), files)) {
          return Optional.of("process " + id + name(process));
        }
      }
    } catch (IOException nothingToSee) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException missing) {
      return path.toAbsolutePath().normalize();
    }
  }

  private static boolean hasOpen(Path descriptors, Set<Path> files) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path each : open) {
        Path target = target(each);
        if (target != null && files.contains(target)) {
          return true;
        }
      }
    } catch (IOException endedOrForeign) {
      return false;
    }
    return false;
  }

  private static @Nullable Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException closed) {
      return null;
    }
  }

  private static String name(Path process) {
    try {
      return " (" + Files.readString(process.resolve("comm")).strip() + ")";
    } catch (IOException ended) {
      return "";
    }
  }
}

package atoll.volumeserver.settings;

import atoll.kit.AtollException;
import atoll.volume.store.DirectorySettings;
import atoll.volume.store.SpaceFloor;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The data directories, out of the flags that list something for each of them.
final class DirectoryFlags {

  private static final SpaceFloor STAND_IN = new SpaceFloor.Percent(1);

  private final FlagValues flags;
  private final String home;

  /// @param home what a leading `~` means
  DirectoryFlags(FlagValues flags, String home) {
    this.flags = flags;
    this.home = home;
  }

  /// All that can be used; what is wrong with the others is among the problems.
  List<DirectorySettings> read() {
    List<String> names = flags.list("dir");
    List<Integer> counts = perDirectory("max", names.size()).stream().map(this::count).toList();
    List<String> disks = perDirectory("disk", names.size());
    String floorFlag =
        flags.text("minFreeSpace").isBlank() ? "minFreeSpacePercent" : "minFreeSpace";
    List<SpaceFloor> floors =
        perDirectory(floorFlag, names.size()).stream().map(text -> floor(floorFlag, text)).toList();
    var _ = perDirectory("tags", names.size());
    List<List<String>> tags = DirectorySettings.tagsOf(flags.text("tags"), names.size());
    Optional<Path> index =
        flags.text("dir.idx").isBlank()
            ? Optional.empty()
            : usable("dir.idx", flags.text("dir.idx"));
    List<DirectorySettings> directories = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      Optional<Path> data = usable("dir", names.get(i));
      if (data.isPresent() && !seen.add(data.get().toAbsolutePath().normalize())) {
        flags.problems().add("-dir: " + data.get() + " is named twice");
      } else if (data.isPresent()) {
        directories.add(
            new DirectorySettings(
                data.get(),
                index.orElse(data.get()),
                disks.get(i),
                counts.get(i),
                floors.get(i),
                tags.get(i)));
      }
    }
    return directories;
  }

  /// One value counts for all directories, else there is one for each.
  private List<String> perDirectory(String flag, int directories) {
    List<String> values = flags.list(flag);
    if (values.size() == directories) {
      return values;
    }
    if (values.size() > 1) {
      flags
          .problems()
          .add(
              "-%s: it lists %d values for the %d directories of -dir; give one, or one for each"
                  .formatted(flag, values.size(), directories));
    }
    return java.util.Collections.nCopies(directories, values.getFirst());
  }

  private int count(String text) {
    if (text.matches("[0-9]{1,9}")) {
      return Integer.parseInt(text);
    }
    flags.problems().add(FlagValues.bad("max", text, "a whole number for each directory"));
    return 0;
  }

  private SpaceFloor floor(String flag, String text) {
    try {
      return SpaceFloor.parse(text);
    } catch (AtollException e) {
      flags.problems().add(FlagValues.bad(flag, text, "percent up to 100, or a size like 10GiB"));
      return STAND_IN;
    }
  }

  private Optional<Path> usable(String flag, String text) {
    String name = text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      flags.problems().add("-" + flag + ": \"" + text + "\" is no path");
      return Optional.empty();
    }
    String wrong = "";
    if (name.isEmpty()) {
      wrong = "a directory has no name";
    } else if (!Files.exists(path)) {
      wrong = path + " does not exist; make it, or name another directory";
    } else if (!Files.isDirectory(path)) {
      wrong = path + " is no directory";
    } else if (!Files.isWritable(path) || !Files.isExecutable(path)) {
      wrong = path + " cannot be written to; give this user the right, or name another directory";
    }
    if (!wrong.isEmpty()) {
      flags.problems().add("-" + flag + ": " + wrong);
      return Optional.empty();
    }
    return Optional.of(path);
  }
}

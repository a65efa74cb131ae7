package atoll.sim.disk;

import atoll.kit.AtollException;
import atoll.kit.Randomness;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.SeededRandomness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Seeded work on any disk, with what it answered.
final class RandomWork {

  private static final List<OpenMode> MODES = List.of(OpenMode.values());

  private RandomWork() {}

  /// Does `steps` things below `home` and tells what came of each.
  static List<String> on(Disk disk, Path home, long seed, int steps) {
    Randomness randomness = new SeededRandomness(seed);
    disk.createDirectories(home.resolve("d"));
    List<String> answers = new ArrayList<>();
    List<DiskFile> open = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      String answer;
      try {
        answer = step(disk, home, randomness, open);
      } catch (AtollException failed) {
        answer = failed.fault().name();
      }
      answers.add(step + ": " + answer);
    }
    open.forEach(DiskFile::close);
    return answers;
  }

  private static String step(Disk disk, Path home, Randomness randomness, List<DiskFile> open) {
    int choice = randomness.nextInt(20);
    Path path = path(home, randomness);
    Path other = path(home, randomness);
    long offset = randomness.nextInt(3) == 0 ? randomness.nextInt(12_000) : randomness.nextInt(900);
    int length = randomness.nextInt(1500);
    OpenMode mode = MODES.get(randomness.nextInt(MODES.size()));
    if (choice < 4) {
      if (open.size() > 5) {
        open.remove(randomness.nextInt(open.size())).close();
      }
      open.add(disk.open(path, mode));
      return "open " + path.getFileName() + " " + mode;
    }
    if (choice == 4) {
      disk.rename(path, other);
      return "rename " + path.getFileName() + " to " + other.getFileName();
    }
    if (choice == 5) {
      return "delete " + path.getFileName() + " " + disk.delete(path);
    }
    if (choice == 6) {
      disk.syncDirectory(randomness.nextBoolean() ? home : home.resolve("d"));
      return "sync directory";
    }
    if (choice == 7) {
      disk.createDirectories(path);
      return "create directories " + path.getFileName();
    }
    if (open.isEmpty()) {
      return "nothing open";
    }
    DiskFile file = open.get(randomness.nextInt(open.size()));
    return switch (choice) {
      case 8, 9, 10 ->
          "append at "
              + file.append(Buffers.random(offset, length), Buffers.random(length, length / 7));
      case 11, 12 -> {
        file.writeAt(offset, Buffers.random(length, length));
        yield "write at " + offset;
      }
      case 13 -> {
        file.truncate(offset);
        yield "truncate to " + offset;
      }
      case 14 -> {
        file.syncData();
        yield "sync data";
      }
      case 15 -> {
        file.syncAll();
        yield "sync all";
      }
      case 16 -> {
        file.preallocate(offset, length);
        yield "preallocate";
      }
      case 17 -> {
        try (DiskFile target = disk.open(path.resolveSibling("copy"), OpenMode.CREATE)) {
          yield "copied " + file.copyTo(target, offset, length, length / 2);
        }
      }
      default -> "read " + Buffers.read(file, offset, length).hashCode() + " of " + file.size();
    };
  }

  private static Path path(Path home, Randomness randomness) {
    String name = "f" + randomness.nextInt(4);
    return randomness.nextInt(3) == 0 ? home.resolve("d").resolve(name) : home.resolve(name);
  }

  /// Names, kinds, lengths and bytes of everything below a directory.
  static String picture(Disk disk, Path directory) {
    StringBuilder text = new StringBuilder();
    draw(disk, directory, "", text);
    return text.toString();
  }

  private static void draw(Disk disk, Path directory, String indent, StringBuilder text) {
    for (DiskEntry entry : disk.list(directory)) {
      text.append(indent).append(entry.name());
      if (entry.kind() == DiskEntry.Kind.DIRECTORY) {
        text.append("/\n");
        draw(disk, entry.path(), indent + "  ", text);
      } else {
        try (DiskFile file = disk.open(entry.path(), OpenMode.READ)) {
          text.append(' ').append(entry.sizeBytes()).append(' ');
          text.append(Buffers.all(file).hashCode()).append('\n');
        }
      }
    }
  }
}

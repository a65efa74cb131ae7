package atoll.sharkspotter.files;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sharkspotter.ShardNumbers;
import atoll.sharkspotter.Spotting;
import atoll.sharkspotter.row.Spotted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes what is spotted into files, a line for each object: either one file, or for each shark a
/// folder with a file for each shard,
///
/// ```
/// <shark>/shard_<number>.objs
/// ```
///
/// A line is in its file, though the disk may not have it yet, before the report of its shard says
/// that it was delivered. Shared (each file guarded by its lock).
public final class ObjectFiles implements Spotting, AutoCloseable {

  private record Place(String shark, int shard) {}

  private final Map<Place, ObjectFile> files;

  private ObjectFiles(Map<Place, ObjectFile> files) {
    this.files = files;
  }

  /// One file for everything, which is written on if it is there.
  public static ObjectFiles appending(
      Path file, List<String> sharks, ShardNumbers shards, ObjectLine line) {
    ObjectFile one = ObjectFile.append(file, line);
    Map<Place, ObjectFile> files = new LinkedHashMap<>();
    for (String shark : sharks) {
      for (int shard = shards.first(); shard <= shards.last(); shard++) {
        files.put(new Place(shark, shard), one);
      }
    }
    return new ObjectFiles(files);
  }

  /// A file for each shark and shard.
  ///
  /// @param folders of sharks by their full names; none of them may be there yet
  public static ObjectFiles creating(
      Map<String, Path> folders, ShardNumbers shards, ObjectLine line) {
    for (Path folder : folders.values()) {
      if (Files.exists(folder)) {
        throw new AtollException(
            Fault.CONFLICT,
            folder + " is there already; move it away, or name one file for everything");
      }
    }
    Map<Place, ObjectFile> files = new LinkedHashMap<>();
    ObjectFiles all = new ObjectFiles(files);
    boolean whole = false;
    try {
      for (Map.Entry<String, Path> each : folders.entrySet()) {
        Path folder = each.getValue();
        create(folder);
        for (int shard = shards.first(); shard <= shards.last(); shard++) {
          files.put(
              new Place(each.getKey(), shard),
              ObjectFile.create(folder.resolve("shard_" + shard + ".objs"), line));
        }
      }
      whole = true;
      return all;
    } finally {
      if (!whole) {
        all.close();
      }
    }
  }

  private static void create(Path folder) {
    try {
      Files.createDirectory(folder);
    } catch (IOException failed) {
      throw ObjectFile.failed("create", folder, failed);
    }
  }

  @Override
  public Reply spotted(Spotted object) {
    ObjectFile file = files.get(new Place(object.shark(), object.shard()));
    if (file == null) {
      throw new AssertionError("nobody asked for " + object.shark());
    }
    return file.add(object) ? Reply.MORE : Reply.UNUSABLE;
  }

  @Override
  public void settle(int shard) {
    for (Map.Entry<Place, ObjectFile> each : files.entrySet()) {
      if (each.getKey().shard() == shard) {
        each.getValue().flush();
      }
    }
  }

  /// Closes all files, whatever happens to one of them.
  @Override
  public void close() {
    List<AtollException> failures = new ArrayList<>();
    for (ObjectFile file : files.values()) {
      try {
        file.close();
      } catch (AtollException failed) {
        failures.add(failed);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}

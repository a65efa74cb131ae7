package atoll.proof;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Where the rooms are and what is in them. Rooms are those that the root pom lists, so a rule
/// holds for a new room on the day it appears.
final class House {

  static final Path TOP = Path.of("..").toAbsolutePath().normalize();

  private static final Set<String> NOT_OURS =
      Set.of(".git", ".atoll", "target", ".idea", ".vscode");

  /// What the build makes of `.proto` files.
  private static final Pattern GENERATED_MESSAGES =
      Pattern.compile(".*/volumeserver/wire/(master|remote|volume)/.*");

  private House() {}

  static List<String> rooms() {
    return Pattern.compile("<module>(.*)</module>")
        .matcher(read(TOP.resolve("pom.xml")))
        .results()
        .map((MatchResult module) -> module.group(1))
        .toList();
  }

  /// The room of a class, by its base package: hyphens of the room are not in it.
  static String roomOf(String typeName) {
    if (!typeName.startsWith("atoll.")) {
      return "";
    }
    String first = typeName.split("\\.", 3)[1];
    return Arrows.rooms().stream()
        .filter(room -> room.replace("-", "").equals(first))
        .findFirst()
        .orElse(first);
  }

  /// The compiled classes of all rooms, tests left out.
  static JavaClasses classes() {
    return Imported.ALL;
  }

  /// All files of the sources below a folder.
  static List<Path> files(Path folder) {
    List<Path> found = new ArrayList<>();
    if (!Files.exists(folder)) {
      return found;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
              return NOT_OURS.contains(visited.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              found.add(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    found.sort(null);
    return found;
  }

  /// Files whose name ends so.
  static List<Path> files(Path folder, String end) {
    return files(folder).stream().filter(file -> file.toString().endsWith(end)).toList();
  }

  /// A file's text; bytes that are not UTF-8 do not matter to a rule.
  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The lines of a data file beside these tests that say something.
  static List<String> data(String name) {
    return read(TOP.resolve("proof/src/test/resources").resolve(name))
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  static String shown(Path file) {
    return file.startsWith(TOP) ? TOP.relativize(file).toString() : file.toString();
  }

  private static final class Imported {
    static final JavaClasses ALL =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .withImportOption(location -> !location.matches(GENERATED_MESSAGES))
            .importPaths(
                rooms().stream()
                    .map(room -> TOP.resolve(room).resolve("target/classes"))
                    .filter(Files::exists)
                    .toList());
  }
}

package atoll.app;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/// The last step of the build: puts together the folder that runs wherever it is moved to.
///
/// ```
/// bin/atoll, bin/jdk25.sh   the launcher
/// lib/atoll.jar             an empty jar whose manifest names the class path beside it
/// lib/*.jar                 Atoll's rooms and their libraries
/// conf/COMMAND.args         the JVM's flags of each command
/// aot/COMMAND.aot           the cache of classes that a training run of the command loaded
/// ```
///
/// The folder is put together beside its place and then renamed, so that a process that runs from
/// the old one never sees half of the new one.
public final class Assemble {

  private static final int TRAINING_SECONDS = 60;

  private final Path home;
  private final List<Path> classPath;

  Assemble(Path home, List<Path> classPath) {
    this.home = home;
    this.classPath = classPath;
  }

  /// `atoll.app.Assemble FOLDER`, run with the class path that the folder shall have.
  public static void main(String[] args) throws IOException, InterruptedException {
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    Path place = Path.of(args[0]).toAbsolutePath();
    Path beside = place.resolveSibling(place.getFileName() + ".new");
    delete(beside);
    new Assemble(beside, classPath).run();
    delete(place);
    Files.move(beside, place);
  }

  void run() throws IOException, InterruptedException {
    for (String folder : List.of("bin", "lib", "conf", "aot")) {
      Files.createDirectories(home.resolve(folder));
    }
    List<String> jars = new ArrayList<>();
    for (Path part : classPath) {
      jars.add(addJar(part, jars.size()));
    }
    writeManifestJar(jars);
    for (String launcher : List.of("atoll", "jdk25.sh")) {
      try (InputStream in = Main.class.getResourceAsStream("launch/" + launcher)) {
        Files.copy(in, home.resolve("bin").resolve(launcher));
      }
    }
    makeExecutable(home.resolve("bin/atoll"));
    for (Map.Entry<String, Launch> row : launches().entrySet()) {
      Files.writeString(
          home.resolve("conf").resolve(row.getKey() + ".args"), row.getValue().arguments());
    }
    train("atoll", List.of("--help"));
    for (Command command : Commands.ALL) {
      List<String> words = new ArrayList<>(List.of(command.name()));
      words.addAll(command.training());
      train(command.name(), words);
    }
  }

  private static Map<String, Launch> launches() {
    Map<String, Launch> launches = new TreeMap<>(Map.of("atoll", Launch.TOOL));
    for (Command command : Commands.ALL) {
      launches.put(command.name(), command.launch());
    }
    return launches;
  }

  /// Takes a jar as it is, with its time (the cache of a command is tied to it), and packs a folder
  /// of classes. Answers the name that it has in `lib`.
  private String addJar(Path part, int place) throws IOException {
    Path lib = home.resolve("lib");
    if (Files.isRegularFile(part)) {
      String name = part.getFileName().toString();
      Files.copy(part, lib.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      return name;
    }
    String name = "classes-" + place + ".jar";
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(lib.resolve(name)));
        Stream<Path> files = Files.walk(part)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new ZipEntry(part.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
    return name;
  }

  private void writeManifestJar(List<String> jars) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", jars));
    new JarOutputStream(Files.newOutputStream(home.resolve("lib/atoll.jar")), manifest).close();
  }

  /// Runs a command once so that the JVM writes its cache.
  private void train(String name, List<String> words) throws IOException, InterruptedException {
    Path cache = home.resolve("aot").resolve(name + ".aot");
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("conf").resolve(name + ".args"),
                "-XX:AOTCacheOutput=" + cache,
                "-cp",
                home.resolve("lib/atoll.jar").toString(),
                Main.class.getName()));
    line.addAll(words);
    Path output = home.resolve("aot").resolve(name + ".log");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    if (process.exitValue() != 0 || !Files.exists(cache)) {
      throw new IOException(
          "The training run of atoll " + name + " failed:\n" + Files.readString(output));
    }
    Files.delete(output);
  }

  private static void makeExecutable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException(file + ": could not be made executable");
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

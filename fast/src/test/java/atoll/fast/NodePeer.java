package atoll.fast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// node-fast in the folder that the environment variable NODE_FAST names: the package itself, or a
/// folder it is installed in.
final class NodePeer {

  private static final int SECONDS = 60;

  /// What a program printed, and its exit code.
  record Outcome(int code, List<String> out, String err) {}

  private NodePeer() {}

  /// @throws AssertionError if it is not there
  static Path folder() {
    String named = System.getenv("NODE_FAST");
    if (named == null || named.isBlank()) {
      throw new AssertionError("NODE_FAST is not set; it must name node-fast's folder");
    }
    for (Path folder : List.of(Path.of(named), Path.of(named, "node_modules", "fast"))) {
      if (Files.isRegularFile(folder.resolve("bin").resolve("fastcall"))) {
        return folder.toAbsolutePath();
      }
    }
    throw new AssertionError(
        "NODE_FAST=" + named + " has no bin/fastcall, nor node_modules/fast/bin/fastcall");
  }

  static Process start(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("node", "--no-deprecation"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(Map.of("LOG_LEVEL", "fatal"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError("node does not start; is it on the PATH?", e);
    }
  }

  static Process program(String name, String... arguments) {
    List<String> all = new ArrayList<>();
    all.add(folder().resolve("bin").resolve(name).toString());
    all.addAll(List.of(arguments));
    return start(all);
  }

  /// Runs a program of node-fast to its end.
  static Outcome run(String name, String... arguments) {
    return finish(program(name, arguments));
  }

  /// Runs a script that finds node-fast's library as `fast`.
  static Outcome script(String script) {
    String library = folder().toString().replace("\\", "/");
    return finish(start(List.of("-e", "const fast = require('" + library + "');" + script)));
  }

  private static Outcome finish(Process process) {
    try {
      process.getOutputStream().close();
      // Errors are few enough for the pipe.
      byte[] out = process.getInputStream().readAllBytes();
      byte[] err = process.getErrorStream().readAllBytes();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("node did not end within " + SECONDS + " s");
      }
      return new Outcome(
          process.exitValue(),
          new String(out, StandardCharsets.UTF_8).lines().toList(),
          new String(err, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

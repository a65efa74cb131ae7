package atoll.bench.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process beside this one, and the CPU time it has used. Confined to one thread.
final class Measured implements AutoCloseable {

  /// Linux counts CPU time in hundredths of a second for everybody.
  private static final double TICKS_PER_SECOND = 100;

  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  private final Process process;
  private final BufferedReader output;

  private Measured(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /// Whether processes can be bound to one core.
  static boolean canPin() {
    return Files.isExecutable(TASKSET) && Runtime.getRuntime().availableProcessors() > 1;
  }

  /// Starts a program on one core where that is possible.
  static Measured start(int core, List<String> command) throws IOException {
    List<String> all = new ArrayList<>();
    if (canPin()) {
      all.addAll(List.of(TASKSET.toString(), "-c", Integer.toString(core)));
    }
    all.addAll(command);
    return new Measured(
        new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /// Starts a class of this room in a JVM of its own.
  static Measured startJava(int core, Class<?> main, List<String> flags, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return start(core, command);
  }

  /// The next line that the process prints.
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the process ended without an answer: " + process.info());
    }
    return line;
  }

  /// Seconds of CPU time so far, user and system, all threads.
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_PER_SECOND;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

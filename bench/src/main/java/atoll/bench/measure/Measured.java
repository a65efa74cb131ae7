package atoll.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process beside this one, and the CPU time it has used. Confined to one thread.
public final class Measured implements AutoCloseable {

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
  public static boolean canPin() {
    return Files.isExecutable(TASKSET) && Runtime.getRuntime().availableProcessors() > 1;
  }

  /// Starts a program on one core where that is possible.
  public static Measured start(int core, List<String> command) throws IOException {
    return new Measured(builder(core, command).redirectError(Redirect.INHERIT).start());
  }

  /// Starts a program on one core where that is possible; what it prints goes to a file.
  public static Measured start(int core, List<String> command, Path log) throws IOException {
    return new Measured(
        builder(core, command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  private static ProcessBuilder builder(int core, List<String> command) {
    List<String> all = new ArrayList<>();
    if (canPin()) {
      all.addAll(List.of(TASKSET.toString(), "-c", Integer.toString(core)));
    }
    all.addAll(command);
    return new ProcessBuilder(all);
  }

  /// Starts a class of this room in a JVM of its own.
  public static Measured startJava(
      int core, Class<?> main, List<String> flags, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return start(core, command);
  }

  /// The next line that the process prints.
  public String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the process ended without an answer: " + process.info());
    }
    return line;
  }

  /// Gives the process a line to read.
  public void tell(String line) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /// Seconds of CPU time so far, user and system, all threads.
  public double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_PER_SECOND;
  }

  /// Resident memory now, and the most it ever was.
  ///
  /// @param field `VmRSS` or `VmHWM`
  public double memoryMebibytes(String field) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("the process has no " + field + ": " + process.info());
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

package atoll.mkv.nginx;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process of nginx that serves a blob host. It ends with this object. Shared.
public final class NginxHost implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(10);
  private static final int CONNECT_MILLIS = 100;
  private static final long QUIT_SECONDS = 10;
  private static final String PROGRAM = "nginx";
  private static final List<Path> BESIDE_THE_PATH =
      List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"));

  private final Process process;
  private final Endpoint at;

  private NginxHost(Process process, Endpoint at) {
    this.process = process;
    this.at = at;
  }

  /// The configuration for a folder on this machine: whoever is on the machine may write.
  ///
  /// @param reading where clients that were redirected read
  public static NginxConfig configOf(Path root, Endpoint at, Optional<Endpoint> reading) {
    return new NginxConfig(
        root.toString(),
        ownFolder(root).toString(),
        at.toString(),
        reading.map(Endpoint::toString),
        List.of("127.0.0.0/8", "::1"),
        System.getProperty("user.name", "").equals("root")
            ? Optional.of("root")
            : Optional.empty());
  }

  private static Path ownFolder(Path root) {
    return root.resolve(".mkv").resolve("nginx");
  }

  /// Starts nginx and waits until it listens.
  ///
  /// @param root absolute
  /// @throws AtollException `NOT_FOUND` if nginx is not installed, `CONFLICT` if it ends at once,
  ///   `TIMEOUT` if it does not listen in time
  public static NginxHost start(Path root, Endpoint at, Clock clock) {
    return start(root, at, Optional.empty(), clock);
  }

  /// As [#start(Path, Endpoint, Clock)].
  ///
  /// @param reading where clients that were redirected read
  public static NginxHost start(Path root, Endpoint at, Optional<Endpoint> reading, Clock clock) {
    if (isOpen(at)) {
      throw new AtollException(Fault.CONFLICT, "somebody listens on " + at + " already");
    }
    Path own = ownFolder(root);
    Path config = own.resolve("nginx.conf");
    Process process;
    try {
      Files.createDirectories(own);
      Files.writeString(config, configOf(root, at, reading).text());
      process =
          new ProcessBuilder(program().toString(), "-p", own.toString(), "-c", config.toString())
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException failed) {
      throw new AtollException(
          Fault.IO, "nginx cannot be started for " + root + ": " + failed.getMessage(), failed);
    }
    NginxHost host = new NginxHost(process, at);
    try {
      host.awaitOpen(Deadline.after(clock, START), clock);
      return host;
    } catch (AtollException failed) {
      host.close();
      throw failed;
    }
  }

  /// Whether nginx is installed.
  public static boolean isInstalled() {
    return find().isPresent();
  }

  private static Path program() {
    return find()
        .orElseThrow(() ->
            new AtollException(
                Fault.NOT_FOUND, "nginx is not installed (Debian: apt-get install nginx)"));
  }

  private static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String folder : path.split(":", -1)) {
      Path program = Path.of(folder.isEmpty() ? "." : folder, PROGRAM);
      if (Files.isExecutable(program) && !Files.isDirectory(program)) {
        return Optional.of(program);
      }
    }
    return BESIDE_THE_PATH.stream()
        .map(folder -> folder.resolve(PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void awaitOpen(Deadline deadline, Clock clock) {
    while (!isOpen(at)) {
      try {
        if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
          throw new AtollException(
              Fault.CONFLICT,
              "nginx ended with code " + process.exitValue() + ": what it printed tells why");
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AtollException(Fault.CANCELLED, "interrupted while nginx started", interrupted);
      }
      if (deadline.hasPassed(clock)) {
        throw new AtollException(Fault.TIMEOUT, "nginx does not listen on " + at + " in time");
      }
    }
  }

  private static boolean isOpen(Endpoint at) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(at.host(), at.port()), CONNECT_MILLIS);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  public Endpoint at() {
    return at;
  }

  /// The process id of the master.
  public long pid() {
    return process.pid();
  }

  /// Ends when nginx has ended, by itself or by [#close()].
  public void awaitEnd() throws InterruptedException {
    int _ = process.waitFor();
  }

  /// Asks nginx to end, and makes it if it does not.
  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(QUIT_SECONDS, TimeUnit.SECONDS)) {
        workers.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      workers.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}

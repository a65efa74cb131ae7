package atoll.mkv.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.mkv.hosts.HostWatch;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A blob host that is a real nginx, in a folder and on a free port.
final class Nginx implements AutoCloseable {

  final String id;
  final int port;
  final Path root;
  private final Path config;
  private final Path folder;
  private Process process;

  Nginx(String id, Path folder) throws Exception {
    this(id, folder, FreePorts.one());
  }

  Nginx(String id, Path folder, int port) throws Exception {
    this.id = id;
    this.port = port;
    this.root = folder.resolve("data");
    Files.createDirectories(root);
    Files.createDirectories(folder.resolve("body"));
    Files.writeString(root.resolve("mkv-host.json"), "{\"id\":\"" + id + "\"}\n");
    this.folder = folder;
    this.config = folder.resolve("nginx.conf");
    Files.writeString(config, text(folder));
    this.process = start();
  }

  private String text(Path folder) {
    return """
    daemon off;
    %s
    worker_processes 1;
    error_log %s/error.log;
    pid %s/nginx.pid;
    events { worker_connections 1024; }
    http {
      access_log off;
      default_type application/octet-stream;
      client_body_temp_path %s/body;
      client_max_body_size 0;
      server {
        listen 127.0.0.1:%d backlog=1024;
        root %s;
        location / {
          dav_methods PUT DELETE;
          create_full_put_path on;
          min_delete_depth 3;
          dav_access user:rw group:rw all:r;
          autoindex on;
          autoindex_format json;
        }
      }
    }
    """
        .formatted(
            System.getProperty("user.name").equals("root") ? "user root;" : "",
            folder,
            folder,
            folder,
            port,
            root);
  }

  private Process start() throws Exception {
    Process started =
        new ProcessBuilder("nginx", "-c", config.toString(), "-p", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(config.resolveSibling("out.log").toFile())
            .start();
    Store.await("nginx has started or ended", () -> answers() || !started.isAlive());
    assertThat(started.isAlive())
        .as("nginx: " + Files.readString(config.resolveSibling("out.log")))
        .isTrue();
    return started;
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  /// Lets it stand still, workers included, or go on.
  void signal(String name) throws Exception {
    for (ProcessHandle each :
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList()) {
      new ProcessBuilder("kill", "-" + name, Long.toString(each.pid())).start().waitFor();
    }
  }

  void kill() throws Exception {
    // The master first: it would replace a worker.
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroyForcibly().waitFor();
    workers.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle worker : workers) {
      worker.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  void restart() throws Exception {
    process = start();
  }

  /// How many blobs and sidecars it keeps; a probe that a kill interrupted leaves a file too.
  long files() throws IOException {
    Path probe = root.resolve(HostWatch.PROBE_PATH.substring(1));
    try (var all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> root.relativize(file).getNameCount() == 3)
          .filter(file -> !file.equals(probe))
          .count();
    }
  }

  /// The text of the only sidecar it keeps.
  String sidecar() throws IOException {
    try (var all = Files.walk(root)) {
      List<Path> sidecars = all.filter(file -> file.toString().endsWith(".key")).toList();
      assertThat(sidecars).hasSize(1);
      return Files.readString(sidecars.getFirst());
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
  }
}

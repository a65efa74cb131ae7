package atoll.bench.mkv;

import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A store as processes: a gateway, and hosts on the ports behind its own. Confined to one thread.
final class Running implements AutoCloseable {

  private static final long START_NANOS = 60_000_000_000L;

  private static final List<String> JAVA_FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dio.netty.leakDetection.level=disabled",
          "-XX:+UseCompactObjectHeaders",
          "-Xmx256m");

  private final String name;
  private final int port;
  private final Process gateway;
  private final List<Process> hosts;

  private Running(String name, int port, Process gateway, List<Process> hosts) {
    this.name = name;
    this.port = port;
    this.gateway = gateway;
    this.hosts = hosts;
  }

  /// A store of ours in a JVM of its own.
  ///
  /// @param kind of hosts: `nginx` or `own`
  static Running ours(Path folder, int hosts, int replicas, String kind) throws IOException {
    Files.createDirectories(folder);
    int port = FreePorts.row(hosts + 2);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JAVA_FLAGS);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            StoreProcess.class.getName(),
            "" + port,
            "" + hosts,
            "" + replicas,
            folder.toString(),
            kind));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
    Running running = new Running("ours, " + kind + " hosts", port, process, List.of());
    running.awaitOpen(port);
    return running;
  }

  /// minikeyvalue over nginx hosts as it wants them.
  static Running model(Path program, Path folder, int hosts, int replicas) throws IOException {
    int port = FreePorts.row(hosts + 1);
    List<Process> processes = new ArrayList<>();
    List<String> volumes = new ArrayList<>();
    for (int number = 1; number <= hosts; number++) {
      Path own = Files.createDirectories(folder.resolve("v" + number));
      Path config = own.resolve("nginx.conf");
      Files.writeString(config, nginx(own, port + number));
      Files.createDirectories(own.resolve("data"));
      processes.add(
          new ProcessBuilder("nginx", "-p", own.toString(), "-c", config.toString())
              .redirectError(own.resolve("errors").toFile())
              .start());
      volumes.add("localhost:" + (port + number));
    }
    Process gateway =
        new ProcessBuilder(
                program.toString(),
                "-port",
                "" + port,
                "-volumes",
                String.join(",", volumes),
                "-replicas",
                "" + replicas,
                "-db",
                folder.resolve("db").toString(),
                "server")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Running running = new Running("minikeyvalue", port, gateway, processes);
    for (int number = 0; number <= hosts; number++) {
      running.awaitOpen(port + number);
    }
    return running;
  }

  private static String nginx(Path own, int port) {
    return """
    %3$sdaemon off;
    worker_processes auto;
    pid %1$s/nginx.pid;
    error_log stderr crit;
    events { worker_connections 4096; accept_mutex off; }
    http {
      access_log off;
      sendfile on;
      sendfile_max_chunk 1m;
      default_type application/octet-stream;
      client_max_body_size 0;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      server {
        listen %2$d backlog=4096;
        root %1$s/data;
        location / {
          dav_methods PUT DELETE;
          create_full_put_path on;
          dav_access group:rw all:r;
          autoindex on;
          autoindex_format json;
        }
      }
    }
    """
        .formatted(own, port, System.getProperty("user.name").equals("root") ? "user root;\n" : "");
  }

  private void awaitOpen(int at) throws IOException {
    long end = System.nanoTime() + START_NANOS;
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException closed) {
        if (System.nanoTime() > end || !gateway.isAlive()) {
          close();
          throw new IOException(name + " does not listen on " + at, closed);
        }
      }
      Thread.onSpinWait();
    }
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  /// The port of the first host.
  int hostPort() {
    return port + 1;
  }

  /// Lets `VmHWM` begin anew at what is resident now.
  void forgetMostMemory() throws IOException {
    Files.writeString(Path.of("/proc/" + gateway.pid() + "/clear_refs"), "5");
  }

  /// A line of `/proc/PID/status`, in MiB: `VmRSS` now, `VmHWM` the most so far.
  double memoryMebibytes(String what) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + gateway.pid() + "/status"))) {
      if (line.startsWith(what + ":")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("the system does not tell " + what);
  }

  /// Lets the first nginx host stand still, or go on.
  void signalFirstHost(String signal) throws IOException {
    ProcessHandle master =
        hosts.isEmpty()
            ? gateway
                .children()
                .min((a, b) -> Long.compare(a.pid(), b.pid()))
                .orElseThrow(() -> new IOException("no host is a process of its own"))
            : hosts.getFirst().toHandle();
    for (ProcessHandle each : Stream.concat(Stream.of(master), master.descendants()).toList()) {
      try {
        int _ =
            new ProcessBuilder("kill", "-" + signal, Long.toString(each.pid())).start().waitFor();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      }
    }
  }

  @Override
  public void close() throws IOException {
    gateway.getOutputStream().close();
    try {
      if (!hosts.isEmpty() || !gateway.waitFor(40, TimeUnit.SECONDS)) {
        gateway.descendants().forEach(ProcessHandle::destroy);
        gateway.destroy();
      }
      for (Process host : hosts) {
        host.destroy();
        int _ = host.waitFor();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

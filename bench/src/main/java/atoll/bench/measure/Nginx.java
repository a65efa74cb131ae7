package atoll.bench.measure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// nginx as it is set up for small static files: one worker, no access log, open files cached,
/// sendfile.
public final class Nginx {

  private Nginx() {}

  /// Starts it and waits until it answers.
  public static Measured start(int core, Path root, Path scratch, int port) throws IOException {
    Path config = scratch.resolve("nginx.conf");
    Files.writeString(
        config,
        """
        worker_processes 1;
        daemon off;
        master_process off;
        pid %1$s/nginx.pid;
        error_log stderr crit;
        events { worker_connections 4096; }
        http {
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 1000000000;
          open_file_cache max=1000 inactive=1h;
          open_file_cache_valid 1h;
          default_type application/octet-stream;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server { listen 127.0.0.1:%2$d backlog=4096; root %3$s; }
        }
        """
            .formatted(scratch, port, root));
    Measured process =
        Measured.start(core, List.of("nginx", "-p", scratch.toString(), "-c", config.toString()));
    awaitOpen(port);
    return process;
  }

  private static void awaitOpen(int port) throws IOException {
    long end = System.nanoTime() + 5_000_000_000L;
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }
}

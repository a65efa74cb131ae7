package atoll.app;

import atoll.fast.FastServer;
import atoll.fast.demo.Kang;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.PrometheusText;
import atoll.kit.count.Registry;
import atoll.kit.net.Endpoint;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// The monitor port of `fastserve`: `/metrics` for Prometheus, `/kang/snapshot` for people. Shared
/// (it only reads what is shared).
final class FastMonitor implements AutoCloseable {

  private static final int BACKLOG = 16;

  private final HttpServer http;

  private FastMonitor(HttpServer http) {
    this.http = http;
  }

  /// Begins to answer.
  ///
  /// @throws AtollException `CONFLICT` if the port is taken
  static FastMonitor start(Endpoint at, FastServer server, Registry registry) {
    HttpServer http;
    try {
      http = HttpServer.create(new InetSocketAddress(at.host(), at.port()), BACKLOG);
    } catch (IOException e) {
      throw new AtollException(
          Fault.CONFLICT,
          "cannot monitor at " + at + ": " + e.getMessage() + "; name another with --mon-port",
          e);
    }
    page(http, "/metrics", PrometheusText.CONTENT_TYPE, () -> PrometheusText.print(registry));
    String ident = at.host() + "/" + ProcessHandle.current().pid();
    page(
        http,
        "/kang/snapshot",
        "application/json",
        () -> Kang.snapshot(server, ident).toString() + "\n");
    http.start();
    return new FastMonitor(http);
  }

  int port() {
    return http.getAddress().getPort();
  }

  private static void page(HttpServer http, String path, String type, Supplier<String> text) {
    var _ =
        http.createContext(
            path,
            exchange -> {
              try (exchange) {
                answer(exchange, path, type, text);
              }
            });
  }

  private static void answer(HttpExchange exchange, String path, String type, Supplier<String> text)
      throws IOException {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      exchange.sendResponseHeaders(405, -1);
      return;
    }
    byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}

package atoll.mkv.host;

import atoll.http.ByteBudget;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyServer;
import atoll.http.server.Handler;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.Routes;
import atoll.http.server.ServerSettings;
import atoll.kit.count.PrometheusText;
import atoll.kit.count.Registry;
import atoll.kit.net.Endpoint;
import java.util.List;

/// The second port of a host that runs alone: `/healthz` and `/metrics`. The first one has room for
/// blobs only. Shared.
public final class HostPage implements AutoCloseable {

  private static final String LISTENER = "admin";
  private static final long BUDGET_BYTES = 1L << 20;

  private final HttpServer server;

  private HostPage(HttpServer server) {
    this.server = server;
  }

  /// Begins to answer.
  ///
  /// @throws atoll.kit.AtollException `CONFLICT` if the port is taken
  public static HostPage start(
      Endpoint at, Registry registry, EventLoops loops, BlobHost.Seams seams) {
    Routes routes =
        Routes.routes()
            .exact("/healthz", Handler.onLoop(exchange -> exchange.send("ok\n")))
            .exact(
                "/metrics",
                Handler.onVirtualThread(exchange ->
                    exchange
                        .header("Content-Type", PrometheusText.CONTENT_TYPE)
                        .send(PrometheusText.print(registry))))
            .fallback(
                Handler.onLoop(exchange -> {
                  exchange.status(404);
                  exchange.send("there is no such page\n");
                }));
    return new HostPage(
        NettyServer.start(
            loops,
            ServerSettings.of(
                new ByteBudget(BUDGET_BYTES), seams.clock(), seams.randomness(), seams.events()),
            List.of(Listen.plain(LISTENER, at, routes))));
  }

  /// Where it listens.
  public Endpoint local() {
    return server.local(LISTENER);
  }

  @Override
  public void close() {
    server.close();
  }
}

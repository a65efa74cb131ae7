package atoll.bench.http;

import atoll.http.ByteBudget;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyServer;
import atoll.http.server.Exchange;
import atoll.http.server.Handler;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.Routes;
import atoll.http.server.ServerCounts;
import atoll.http.server.ServerSettings;
import atoll.kit.count.Registry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealDisk;
import atoll.kit.real.RealRandomness;
import java.nio.file.Path;
import java.util.List;

/// The process that is measured: one event loop, routes, request ids, counters, limits and
/// time-outs on, and one file that is read through the Disk seam for every request. Prints its
/// port, then runs until its input ends.
final class FileServer {

  private static final long BUDGET = 64L << 20;

  private FileServer() {}

  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    RealDisk disk = new RealDisk(Events.NONE);
    ServerSettings settings =
        ServerSettings.of(
                new ByteBudget(BUDGET), new RealClock(), new RealRandomness(), Events.NONE)
            .withCounts(ServerCounts.on(new Registry(), "files"));
    try (EventLoops loops = EventLoops.start(1, EventLoops.Transport.BEST);
        DiskFile file = disk.open(path, OpenMode.READ)) {
      long size = file.size();
      Routes routes =
          Routes.routes()
              .exact("/healthz", Handler.onLoop(Exchange::send))
              .prefix("/ui/", Handler.onLoop(exchange -> exchange.status(404).send()))
              .exact(
                  "/" + path.getFileName(), Handler.onLoop(exchange -> send(exchange, file, size)))
              .fallback(Handler.onLoop(exchange -> exchange.status(404).send()));
      try (HttpServer server =
          NettyServer.start(
              loops,
              settings,
              List.of(Listen.plain("files", new Endpoint("127.0.0.1", 0), routes)))) {
        System.out.println(server.local("files").port());
        while (System.in.read() >= 0) {}
      }
    }
  }

  /// The headers that nginx sends too.
  private static void send(Exchange exchange, DiskFile file, long size) {
    exchange
        .header("Content-Type", "application/octet-stream")
        .header("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT")
        .header("ETag", "\"65f0a1b2-400\"")
        .header("Accept-Ranges", "bytes");
    exchange.sendFile(file, 0, size);
  }
}

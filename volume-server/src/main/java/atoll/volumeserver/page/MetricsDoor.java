package atoll.volumeserver.page;

import atoll.http.server.Exchange;
import atoll.http.server.Handler;
import atoll.http.server.Routes;
import atoll.kit.count.PrometheusText;
import atoll.kit.count.Registry;
import atoll.kit.event.Level;
import java.util.Locale;

/// What is found on the port of metrics: `/metrics`, and `/log/level`, which a `PUT` with
/// `?level=debug` changes.
public final class MetricsDoor {

  private MetricsDoor() {}

  /// The routes of that port.
  public static Routes routes(Registry registry, LogLevel log) {
    return Routes.routes()
        .exact("/metrics", Handler.onLoop(exchange -> metrics(exchange, registry)))
        .exact("/log/level", Handler.onLoop(exchange -> level(exchange, log)))
        .fallback(Handler.onLoop(exchange -> plain(exchange, 404, "see /metrics or /log/level\n")));
  }

  private static void metrics(Exchange exchange, Registry registry) {
    exchange
        .header("Content-Type", PrometheusText.CONTENT_TYPE)
        .send(PrometheusText.print(registry));
  }

  private static void level(Exchange exchange, LogLevel log) {
    switch (exchange.request().method()) {
      case "GET", "HEAD" -> plain(exchange, 200, text(log));
      case "PUT", "POST" -> {
        String wanted = exchange.request().target().parameters().first("level").orElse("");
        try {
          log.change().accept(Level.valueOf(wanted.toUpperCase(Locale.ROOT)));
          plain(exchange, 200, text(log));
        } catch (IllegalArgumentException unknown) {
          plain(exchange, 400, "wanted is ?level= and debug, info, warn or error\n");
        }
      }
      default -> plain(exchange, 405, "GET tells the level, PUT changes it\n");
    }
  }

  private static String text(LogLevel log) {
    return log.now().get().name().toLowerCase(Locale.ROOT) + "\n";
  }

  private static void plain(Exchange exchange, int status, String text) {
    exchange.status(status).header("Content-Type", "text/plain; charset=utf-8").send(text);
  }
}

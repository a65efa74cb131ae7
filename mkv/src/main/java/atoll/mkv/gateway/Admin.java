package atoll.mkv.gateway;

import atoll.http.server.Exchange;
import atoll.http.server.Handler;
import atoll.http.server.Routes;
import atoll.kit.count.PrometheusText;
import atoll.kit.count.Registry;
import atoll.mkv.config.MkvConfig;
import atoll.mkv.hosts.HostCondition;
import atoll.mkv.index.ChoreCounts;
import atoll.mkv.key.HostId;
import atoll.mkv.plan.Access;
import atoll.mkv.plan.Refusal;
import atoll.mkv.ring.RingShares;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The second port: health, metrics, and what the gateway goes by. Immutable but for its parts.
final class Admin {

  private final Parts parts;
  private final Registry registry;
  private final BooleanSupplier draining;
  private final Runnable reload;

  Admin(Parts parts, Registry registry, BooleanSupplier draining, Runnable reload) {
    this.parts = parts;
    this.registry = registry;
    this.draining = draining;
    this.reload = reload;
  }

  Routes routes() {
    return Routes.routes()
        .exact("/healthz", Handler.onLoop(exchange -> exchange.send("ok\n")))
        .exact("/readyz", Handler.onLoop(this::ready))
        .exact("/metrics", Handler.onVirtualThread(exchange -> metrics(exchange.exchange())))
        .exact("/admin/ring", closed(this::ring))
        .exact("/admin/hosts", closed(this::hosts))
        .exact("/admin/chores", closed(this::chores))
        .exact("/admin/reload", closed(this::reload))
        .fallback(Handler.onLoop(exchange -> Answers.refuse(exchange, new Refusal.Absent())));
  }

  /// What is for those with a token, if tokens are asked for.
  private Handler closed(Consumer<Exchange> answer) {
    return Handler.onVirtualThread(waiting -> {
      Exchange exchange = waiting.exchange();
      Routing.guarded(
          parts,
          exchange,
          () -> {
            parts.admit(exchange, Access.ADMIN);
            answer.accept(exchange);
          });
    });
  }

  private void metrics(Exchange exchange) {
    MkvConfig.Metrics settings = parts.setup().get().config().metrics();
    Routing.guarded(
        parts,
        exchange,
        () -> {
          if (!settings.enabled()) {
            throw new Parts.Refused(new Refusal.Absent());
          }
          if (!settings.open()) {
            parts.admit(exchange, Access.ADMIN);
          }
          exchange
              .header("Content-Type", PrometheusText.CONTENT_TYPE)
              .send(PrometheusText.print(registry));
        });
  }

  private void ready(Exchange exchange) {
    if (draining.getAsBoolean()) {
      Answers.refuse(exchange, new Refusal.Overloaded("the gateway is about to stop"));
      return;
    }
    MkvConfig config = parts.setup().get().config();
    long up =
        config.hosts().stream()
            .filter(host -> host.role().isWritable())
            .filter(host -> parts.health().of(host.id()) != HostCondition.DOWN)
            .count();
    int quorum = config.placement().writeQuorum();
    if (up < quorum) {
      Answers.refuse(exchange, new Refusal.NoQuorum((int) up, quorum));
    } else if (!parts.index().isWriting()) {
      Answers.refuse(exchange, new Refusal.IndexFailed());
    } else {
      exchange.send("ready\n");
    }
  }

  private void ring(Exchange exchange) {
    Setup setup = parts.setup().get();
    int replicas = setup.config().placement().replicas();
    StringBuilder body = new StringBuilder("{\"epoch\":\"");
    body.append(Long.toHexString(setup.ring().epoch()));
    body.append("\",\"replicas\":").append(replicas);
    body.append(",\"peak_to_fair\":").append(number(RingShares.peakToFair(setup.ring(), replicas)));
    body.append(",\"shares\":{");
    String before = "";
    for (Map.Entry<HostId, Double> share : RingShares.of(setup.ring(), replicas).entrySet()) {
      Json.string(body.append(before), share.getKey().text());
      body.append(':').append(number(share.getValue()));
      before = ",";
    }
    json(exchange, body.append("}}\n"));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private void hosts(Exchange exchange) {
    StringBuilder body = new StringBuilder("[");
    String before = "";
    for (MkvConfig.Host host : parts.setup().get().config().hosts()) {
      Json.string(body.append(before).append("{\"id\":"), host.id().text());
      Json.string(body.append(",\"at\":"), host.at().toString());
      String role = host.role().name().toLowerCase(Locale.ROOT);
      Json.string(body.append(",\"state\":"), role);
      String condition = parts.health().of(host.id()).name().toLowerCase(Locale.ROOT);
      Json.string(body.append(",\"condition\":"), condition);
      long free = parts.health().freeBytes(host.id());
      body.append(free < 0 ? "" : ",\"free_bytes\":" + free).append('}');
      before = ",";
    }
    json(exchange, body.append("]\n"));
  }

  private void chores(Exchange exchange) {
    ChoreCounts counts = parts.index().choreCounts();
    StringBuilder body = new StringBuilder("{\"removals\":").append(counts.removals());
    body.append(",\"repairs\":").append(counts.repairs());
    body.append(",\"marks\":").append(counts.marks()).append("}\n");
    json(exchange, body);
  }

  private static void json(Exchange exchange, StringBuilder body) {
    exchange.header("Content-Type", "application/json").send(body.toString());
  }

  private void reload(Exchange exchange) {
    if (!exchange.request().method().equals("POST")) {
      Answers.refuse(exchange, new Refusal.NoSuchMethod());
      return;
    }
    reload.run();
    exchange.send("reloaded\n");
  }
}

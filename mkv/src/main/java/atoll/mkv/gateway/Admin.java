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
import atoll.mkv.plan.Refusal;
import atoll.mkv.ring.RingShares;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

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
        .exact(
            "/metrics",
            Handler.onVirtualThread(exchange ->
                exchange
                    .header("Content-Type", PrometheusText.CONTENT_TYPE)
                    .send(PrometheusText.print(registry))))
        .exact("/admin/ring", Handler.onVirtualThread(exchange -> ring(exchange.exchange())))
        .exact("/admin/hosts", Handler.onLoop(this::hosts))
        .exact("/admin/chores", Handler.onVirtualThread(exchange -> chores(exchange.exchange())))
        .exact("/admin/reload", Handler.onVirtualThread(exchange -> reload(exchange.exchange())))
        .fallback(Handler.onLoop(exchange -> Answers.refuse(exchange, new Refusal.Absent())));
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
      Json.string(body.append(",\"condition\":"), condition).append('}');
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

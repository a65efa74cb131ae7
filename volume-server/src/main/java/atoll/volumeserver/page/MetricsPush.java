package atoll.volumeserver.page;

import atoll.http.client.BlockingResponse;
import atoll.http.client.HttpClient;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.count.PrometheusText;
import atoll.kit.run.Runner;
import atoll.kit.run.Task;
import atoll.volumeserver.heartbeat.Masters;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.GetMasterConfigurationResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pushes the metrics to the gateway that the masters name, if they name one. The first master that
/// answers is believed until this server ends. A gateway that cannot be reached costs a line when
/// that begins and one when it is over.
///
/// Shared (its loop is one piece of work).
public final class MetricsPush implements AutoCloseable {

  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
  private static final Duration PUSH_MAX = Duration.ofSeconds(10);
  private static final int GOOD_FROM = 200;
  private static final int GOOD_BELOW = 300;
  private static final int REASON_BYTES_MAX = 1024;

  private final Node node;
  private final Masters masters;
  private final HttpClient client;
  private final Runner runner;
  private final Task loop;

  private MetricsPush(Node node, Masters masters, HttpClient client, Runner runner) {
    this.node = node;
    this.masters = masters;
    this.client = client;
    this.runner = runner;
    this.loop = runner.submit("push metrics", this::run);
  }

  /// Begins to ask the masters. The gateway keeps this server's metrics under its address.
  public static MetricsPush start(Node node, Masters masters, HttpClient client, Runner runner) {
    return new MetricsPush(node, masters, client, runner);
  }

  private void run() {
    try {
      ask().ifPresent(this::pushForEver);
    } catch (AtollException e) {
      if (e.fault() != Fault.CANCELLED) {
        throw e;
      }
    }
  }

  private Optional<PushGateway> ask() {
    while (true) {
      for (ServerAddress master : masters.seeds()) {
        GetMasterConfigurationResponse answer;
        try {
          answer = masters.configuration(master);
        } catch (AtollException _) {
          // The heartbeats say so if no master can be reached.
          continue;
        }
        return named(answer);
      }
      runner.pause(ASK_AGAIN);
    }
  }

  private Optional<PushGateway> named(GetMasterConfigurationResponse answer) {
    String address = answer.getMetricsAddress();
    try {
      return PushGateway.of(address, Integer.toUnsignedLong(answer.getMetricsIntervalSeconds()));
    } catch (AtollException e) {
      node.events().report(new MetricsEvent.NotPushed(address, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private void pushForEver(PushGateway gateway) {
    String to = gateway.at().toString();
    boolean well = false;
    boolean first = true;
    while (true) {
      String failure = push(gateway);
      if (failure == null && !well) {
        node.events().report(new MetricsEvent.Pushed(to, gateway.every()));
      } else if (failure != null && (well || first)) {
        node.events().report(new MetricsEvent.NotPushed(to, failure));
      }
      well = failure == null;
      first = false;
      runner.pause(gateway.every());
    }
  }

  /// @return why it failed; null if it did not
  private @Nullable String push(PushGateway gateway) {
    try (BlockingResponse answer =
        client.send(
            gateway.push(node.identity().address().http(), PrometheusText.print(node.counters())),
            Deadline.after(node.clock(), PUSH_MAX))) {
      return answer.status() >= GOOD_FROM && answer.status() < GOOD_BELOW
          ? null
          : "it answers %d, %s"
              .formatted(answer.status(), answer.body().readText(REASON_BYTES_MAX).strip());
    } catch (AtollException e) {
      if (e.fault() == Fault.CANCELLED) {
        throw e;
      }
      return String.valueOf(e.getMessage());
    }
  }

  /// Pushes nothing more. What was pushed last stays at the gateway, as after the Go server's end.
  @Override
  public void close() {
    loop.cancel();
  }
}

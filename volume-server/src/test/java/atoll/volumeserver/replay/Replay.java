package atoll.volumeserver.replay;

import atoll.volumeserver.replay.RawConnection.Received;
import atoll.volumeserver.replay.Scenario.Act;
import atoll.volumeserver.replay.Scenario.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Plays a scenario against servers and collects how they differ. Confined to one thread.
final class Replay {

  private static final Set<String> WITH_BODY = Set.of("PUT", "POST");

  private final Servers servers;
  private final Map<String, RawConnection> kept = new HashMap<>();
  private final List<String> differences = new ArrayList<>();

  private Replay(Servers servers) {
    this.servers = servers;
  }

  /// Every difference, with the title of its exchange.
  static List<String> play(Scenario scenario, Servers servers) throws IOException {
    Replay replay = new Replay(servers);
    try {
      for (Scenario.Step step : scenario.steps()) {
        switch (step) {
          case Act act -> replay.act(act);
          case Exchange exchange -> replay.exchange(exchange);
        }
      }
    } finally {
      for (RawConnection connection : replay.kept.values()) {
        connection.close();
      }
    }
    return replay.differences;
  }

  private void act(Act act) throws IOException {
    if (act.words().getFirst().equals("drop")) {
      kept.remove(act.words().get(1)).close();
    } else {
      servers.act(act.words());
    }
  }

  private void exchange(Exchange exchange) throws IOException {
    String key = exchange.via() + exchange.hold();
    RawConnection connection = kept.get(key);
    if (key.isEmpty() || connection == null) {
      connection = new RawConnection(servers.port(exchange.target()));
    }
    if (!key.isEmpty()) {
      kept.put(key, connection);
    }
    try {
      connection.send(request(exchange));
      if (exchange.hold().isEmpty()) {
        Received found = connection.receive(exchange.method());
        List<String> different =
            exchange.answer().cut()
                ? List.of("the connection did not end")
                : Comparison.differences(exchange.answer(), found, servers.names());
        different.forEach(difference -> differences.add(exchange.title() + ": " + difference));
      } else if (connection.head().status() != exchange.answer().status()) {
        differences.add(exchange.title() + ": another status");
      }
    } catch (EOFException | SocketException e) {
      if (!exchange.answer().cut()) {
        differences.add(exchange.title() + ": the connection ended: " + e.getMessage());
      }
    } finally {
      if (key.isEmpty()) {
        connection.close();
      }
    }
  }

  private byte[] request(Exchange exchange) {
    byte[] body = Notation.bytes(exchange.body(), servers.names());
    Set<String> named =
        exchange.fields().stream().map(RawConnection::nameOf).collect(Collectors.toSet());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line(out, exchange.method() + " " + exchange.uri() + " HTTP/1.1");
    if (!named.contains("host")) {
      line(out, "Host: " + servers.names().get(exchange.target()));
    }
    boolean framed = named.contains("content-length") || named.contains("transfer-encoding");
    if (!framed && (exchange.hasBody() || WITH_BODY.contains(exchange.method()))) {
      line(out, "Content-Length: " + body.length);
    }
    if (!named.contains("connection") && exchange.via().isEmpty()) {
      line(out, "Connection: close");
    }
    for (String field : exchange.fields()) {
      line(out, field);
    }
    out.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private void line(ByteArrayOutputStream out, String notated) {
    out.writeBytes(Notation.bytes(notated, servers.names()));
    out.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
  }
}

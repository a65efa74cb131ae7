package atoll.fast.demo;

import atoll.fast.FastServer;
import atoll.fast.ServerStats;
import atoll.fast.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// A server's state as the page `/kang/snapshot` shows it: who is connected, with which requests,
/// and what was counted.
public final class Kang {

  private Kang() {}

  /// The whole page.
  ///
  /// @param ident which process this is
  public static Json snapshot(FastServer server, String ident) {
    Map<String, Json> connections = new LinkedHashMap<>();
    Map<String, Json> requests = new LinkedHashMap<>();
    for (FastServer.Peer peer : server.peers()) {
      connections.put(
          Integer.toString(peer.id()),
          object(
              "remote",
              Json.text(peer.remote().toString()),
              "nrequests",
              Json.number(peer.requests().size())));
      for (FastServer.Request request : peer.requests()) {
        requests.put(
            peer.id() + "/" + request.id(),
            object(
                "connection", Json.number(peer.id()),
                "rpcMethod", Json.text(request.method()),
                "milliseconds", Json.number(request.age().toMillis())));
      }
    }
    return object(
        "service",
        object(
            "name", Json.text("fastserve"),
            "component", Json.text("fastserve"),
            "ident", Json.text(ident),
            "version", Json.text("1.0.0")),
        "stats",
        stats(server.stats()),
        "types",
        Json.array(java.util.List.of(Json.text("fastconnection"), Json.text("fastrequest"))),
        "fastconnection",
        Json.object(connections),
        "fastrequest",
        Json.object(requests));
  }

  private static Json stats(ServerStats stats) {
    return object(
        "nConnectionsCreated", Json.number(stats.connectionsCreated()),
        "nConnectionsActive", Json.number(stats.connectionsActive()),
        "nRequestsStarted", Json.number(stats.requestsStarted()),
        "nRequestsCompleted", Json.number(stats.requestsCompleted()),
        "nRequestsFailed", Json.number(stats.requestsFailed()),
        "nIgnoredMessagesNoConn", Json.number(stats.requestsIgnored()),
        // A connection that broke the protocol is closed at once: none is there and bad.
        "nIgnoredMessagesBadConn", Json.number(0),
        "nIgnoredMessagesAborts", Json.number(stats.abortsIgnored()));
  }

  private static Json object(Object... namesAndValues) {
    Map<String, Json> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], (Json) namesAndValues[i + 1]);
    }
    return Json.object(members);
  }
}

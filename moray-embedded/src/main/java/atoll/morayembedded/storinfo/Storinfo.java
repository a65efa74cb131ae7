package atoll.morayembedded.storinfo;

import atoll.fast.json.Json;
import atoll.http.server.BlockingExchange;
import atoll.http.server.BlockingHandler;
import atoll.http.server.Handler;
import atoll.http.server.Routes;
import atoll.http.uri.Percent;
import atoll.kit.Clock;
import atoll.morayembedded.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The storinfo service: which storage nodes there are, and how much room they have.
///
/// | request | answer |
/// |---|---|
/// | `GET /storagenodes?limit=100&after_id=3.stor.x` | 200 and a JSON array, `Link` to the next page; 400; 404 behind the last node |
/// | `GET /storagenodes/3.stor.x` | 200 and a JSON object, or 404 |
/// | `POST /flush` | 200; the nodes were read anew |
///
/// Shared by all requests.
public final class Storinfo {

  private static final String NODES = "/storagenodes";

  private final StorageNodes nodes;

  private Storinfo(StorageNodes nodes) {
    this.nodes = nodes;
  }

  /// The routes of a service, for an [atoll.http.server.HttpServer].
  ///
  /// @param store where the bucket `manta_storage` is
  public static Routes over(Store store, StorinfoSettings settings, Clock clock) {
    Storinfo service = new Storinfo(new StorageNodes(store, settings, clock));
    return Routes.routes()
        .exact(NODES, service.only("GET", service::list))
        .prefix(NODES + "/", service.only("GET", service::one))
        .exact("/flush", service.only("POST", service::flush))
        .fallback(
            Handler.onVirtualThread(exchange ->
                refuse(
                    exchange,
                    404,
                    "ResourceNotFound",
                    exchange.request().rawPath() + " does not exist")));
  }

  private Handler only(String method, BlockingHandler handler) {
    return Handler.onVirtualThread(exchange -> {
      String given = exchange.request().method();
      if (given.equals(method) || (method.equals("GET") && given.equals("HEAD"))) {
        handler.handle(exchange);
      } else {
        exchange.header("Allow", method);
        refuse(exchange, 405, "MethodNotAllowed", given + " is not allowed");
      }
    });
  }

  private void list(BlockingExchange exchange) {
    switch (NodePage.of(nodes.usable(), exchange.request().target().parameters())) {
      case NodePage.Found found -> {
        found
            .next()
            .ifPresent(last ->
                exchange.header(
                    "Link",
                    "<%s?limit=%d&after_id=%s>; rel=next".formatted(NODES, found.limit(), last)));
        answer(exchange, 200, found.json());
      }
      case NodePage.Refused refused -> refuse(exchange, 400, "BadRequest", refused.why());
      case NodePage.Beyond beyond ->
          refuse(
              exchange, 404, "ResourceNotFound", "no storage node comes behind " + beyond.after());
    }
  }

  private void one(BlockingExchange exchange) {
    String id = Percent.decodeText(exchange.request().rawPath().substring(NODES.length() + 1));
    Optional<StorageNode> found =
        nodes.usable().stream().filter(node -> node.storageId().equals(id)).findFirst();
    if (found.isPresent()) {
      answer(exchange, 200, found.get().json());
    } else {
      refuse(exchange, 404, "ResourceNotFound", id + " does not exist");
    }
  }

  private void flush(BlockingExchange exchange) {
    nodes.flush();
    exchange.status(200).send();
  }

  private static void refuse(BlockingExchange exchange, int status, String code, String message) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("code", Json.text(code));
    members.put("message", Json.text(message));
    answer(exchange, status, Json.object(members));
  }

  private static void answer(BlockingExchange exchange, int status, Json body) {
    exchange.status(status).header("Content-Type", "application/json").send(body.toString());
  }
}

package atoll.mkv.gateway;

import atoll.http.server.BlockingExchange;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.mkv.hosts.CopyTimes;
import atoll.mkv.key.Key;
import atoll.mkv.plan.Access;
import atoll.mkv.plan.Refusal;
import org.jspecify.annotations.Nullable;

/// Who answers what on the data port. Look-ups run on the event loop where the index answers from
/// memory, else on its readers; what changes something runs on a virtual thread. Immutable but for
/// its parts.
final class Routing {

  private final Parts parts;
  private final Reads reads;
  private final Writes writes;
  private final Changes changes;
  private final Batches batches;
  private final Listings listings;

  Routing(Parts parts) {
    this.parts = parts;
    this.reads = new Reads(parts);
    this.writes = new Writes(parts);
    this.changes = new Changes(parts);
    this.batches = new Batches(parts, changes);
    this.listings = new Listings(parts);
  }

  /// What is done for a request that may wait.
  private interface Waiting {
    void run(BlockingExchange exchange);
  }

  /// Answers, on an event loop.
  void handle(Exchange exchange) {
    if (parts.setup().get().config().log().access()) {
      exchange.attach(new CopyTimes());
    }
    guarded(
        parts,
        exchange,
        () -> {
          parts.admit(exchange, Access.of(exchange.request().method()));
          route(exchange);
        });
  }

  private void route(Exchange exchange) {
    @Nullable String query = exchange.request().target().rawQuery();
    switch (exchange.request().method()) {
      case "GET", "HEAD" -> {
        if (query == null || query.isEmpty()) {
          read(exchange);
        } else {
          listings.list(exchange, query);
        }
      }
      case "PUT" -> put(exchange);
      case "DELETE" -> change(exchange, changes::delete);
      case "UNLINK" -> change(exchange, changes::unlink);
      case "RELINK" -> change(exchange, changes::relink);
      case "POST" -> post(exchange, query == null ? "" : query);
      default -> throw new Parts.Refused(new Refusal.NoSuchMethod());
    }
  }

  /// The same verbs, for what stands between and knows only those of HTTP.
  private void post(Exchange exchange, String query) {
    switch (query) {
      case "unlink" -> change(exchange, changes::unlink);
      case "relink" -> change(exchange, changes::relink);
      case "delete" -> change(exchange, changes::delete);
      case "batch" -> later(exchange, batches::run);
      default ->
          throw new Parts.Refused(
              new Refusal.BadRequest("a POST has the query unlink, relink, delete or batch"));
    }
  }

  private void read(Exchange exchange) {
    Key key = Parts.key(exchange);
    if (parts.index().readsAtOnce()) {
      reads.read(exchange, key);
    } else {
      parts
          .index()
          .readers()
          .execute(() -> guarded(parts, exchange, () -> reads.read(exchange, key)));
    }
  }

  private void put(Exchange exchange) {
    Key key = Parts.key(exchange);
    later(exchange, waiting -> writes.put(waiting, key));
  }

  private void change(Exchange exchange, Changes.Verb verb) {
    Key key = Parts.key(exchange);
    later(
        exchange,
        waiting -> {
          verb.change(key, Parts.conditions(exchange), Parts.caller(exchange));
          waiting.status(204).send();
        });
  }

  private void later(Exchange exchange, Waiting work) {
    var _ =
        parts
            .runner()
            .submit(
                "mkv request",
                () -> guarded(parts, exchange, () -> work.run(new BlockingExchange(exchange))));
  }

  /// Runs work that answers; what it throws becomes the answer.
  static void guarded(Parts parts, Exchange exchange, Runnable work) {
    try {
      work.run();
    } catch (Parts.Refused refused) {
      refuse(exchange, refused.why());
    } catch (AtollException failed) {
      if (Answers.isOurs(failed.fault())) {
        parts.events().report(new GatewayEvent.Failed(exchange.requestId(), failed));
      }
      fail(exchange, failed);
    } catch (RuntimeException | Error bug) {
      parts.events().report(new GatewayEvent.Failed(exchange.requestId(), bug));
      fail(exchange, new AtollException(Fault.BUG, "internal error", bug));
    }
  }

  private static void refuse(Exchange exchange, Refusal why) {
    if (exchange.isAnswered()) {
      exchange.abort();
    } else {
      Answers.refuse(exchange, why);
    }
  }

  private static void fail(Exchange exchange, AtollException why) {
    if (exchange.isAnswered()) {
      exchange.abort();
    } else {
      Answers.FAILURES.answer(exchange, why);
    }
  }
}

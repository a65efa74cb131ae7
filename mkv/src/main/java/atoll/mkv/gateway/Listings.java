package atoll.mkv.gateway;

import atoll.http.server.Exchange;
import atoll.kit.Bytes;
import atoll.mkv.index.ListQuery;
import atoll.mkv.index.Writing;
import atoll.mkv.plan.ListPage;
import atoll.mkv.plan.ListRequest;
import atoll.mkv.plan.Refusal;
import atoll.mkv.plan.TokenBucket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Listings: by prefix, with a start, a limit and a delimiter, as one JSON object or a line for
/// each entry. Each address may ask so often, and so many run at once. Shared (a concurrent map of
/// values and a counter).
final class Listings {

  private static final int ADDRESSES = 10_000;
  private static final Duration BUDGET = Duration.ofSeconds(5);

  private final Parts parts;
  private final ConcurrentHashMap<String, TokenBucket> buckets = new ConcurrentHashMap<>();
  private final AtomicInteger running = new AtomicInteger();

  Listings(Parts parts) {
    this.parts = parts;
  }

  /// Answers a GET with a query.
  void list(Exchange exchange, String rawQuery) {
    Setup setup = parts.setup().get();
    Bytes path = exchange.request().target().pathBytes();
    if (rawQuery.equals("writing")) {
      admit(exchange, setup);
      runLater(exchange, () -> answerWritings(exchange, path));
      return;
    }
    switch (ListRequest.of(path, rawQuery, setup.config().limits().listMaxPage())) {
      case ListRequest.Reading.None _ ->
          throw new Parts.Refused(
              new Refusal.BadRequest(
                  "a query on a GET is list, unlinked, writing or underreplicated"));
      case ListRequest.Reading.Wrong wrong -> throw new Parts.Refused(wrong.why());
      case ListRequest.Reading.Asked asked -> {
        admit(exchange, setup);
        runLater(exchange, () -> run(exchange, asked.request()));
      }
    }
  }

  private void admit(Exchange exchange, Setup setup) {
    var limits = setup.config().limits();
    long now = parts.clock().nanos();
    String address = exchange.peer().remote().host();
    if (buckets.size() >= ADDRESSES && !buckets.containsKey(address)) {
      buckets
          .entrySet()
          .removeIf(each ->
              each.getValue().take(limits.listRate(), limits.listBurst(), now).left().tokens()
                  >= limits.listBurst() - 1);
    }
    TokenBucket.Taken[] taken = new TokenBucket.Taken[1];
    buckets.compute(
        address,
        (key, before) -> {
          TokenBucket bucket = before == null ? TokenBucket.full(limits.listBurst(), now) : before;
          taken[0] = bucket.take(limits.listRate(), limits.listBurst(), now);
          return taken[0].left();
        });
    long left = (long) taken[0].left().tokens();
    exchange.header("RateLimit-Policy", "\"list\";q=" + limits.listBurst() + ";w=1");
    exchange.header("RateLimit", "\"list\";r=" + left);
    if (taken[0].pause().isPresent()) {
      parts.counts().rateLimited.increment();
      throw new Parts.Refused(new Refusal.TooOften(taken[0].pause().get()));
    }
  }

  private void runLater(Exchange exchange, Runnable listing) {
    int most = parts.setup().get().config().limits().listConcurrency();
    if (running.incrementAndGet() > most) {
      running.decrementAndGet();
      throw new Parts.Refused(new Refusal.Overloaded(most + " listings run already"));
    }
    boolean handed = false;
    try {
      parts
          .index()
          .readers()
          .execute(() -> {
            try {
              Routing.guarded(parts, exchange, listing);
            } finally {
              running.decrementAndGet();
            }
          });
      handed = true;
    } finally {
      if (!handed) {
        running.decrementAndGet();
      }
    }
  }

  private void run(Exchange exchange, ListRequest request) {
    ListPage page = new ListPage(request);
    long end = parts.clock().nanos() + BUDGET.toNanos();
    for (Optional<ListQuery> query = page.query(); query.isPresent(); query = page.query()) {
      if (request.detail()) {
        page.take(query.get(), parts.index().list(query.get()));
      } else {
        page.takeKeys(query.get(), parts.index().listKeys(query.get()));
      }
      if (parts.clock().nanos() - end >= 0) {
        page.endEarly();
      }
    }
    if (request.lines()) {
      answerLines(exchange, page);
    } else {
      answer(exchange, request, page);
    }
  }

  private static void answer(Exchange exchange, ListRequest request, ListPage page) {
    StringBuilder body = new StringBuilder(64 + 64 * page.entries().size());
    Json.string(body.append("{\"next\":"), page.next().map(Bytes::toUtf8).orElse(""));
    body.append(",\"keys\":[");
    String before = "";
    for (ListPage.Entry entry : page.entries()) {
      if (entry instanceof ListPage.Entry.One one) {
        body.append(before);
        one(body, one);
        before = ",";
      }
    }
    body.append(']');
    if (!request.delimiter().isEmpty()) {
      body.append(",\"prefixes\":[");
      before = "";
      for (ListPage.Entry entry : page.entries()) {
        if (entry instanceof ListPage.Entry.Group group) {
          Json.string(body.append(before), group.prefix().toUtf8());
          before = ",";
        }
      }
      body.append(']');
    }
    exchange.header("Content-Type", "application/json").send(body.append("}\n").toString());
  }

  private static void one(StringBuilder body, ListPage.Entry.One one) {
    if (one.record().isEmpty()) {
      Json.string(body, one.key().toString());
      return;
    }
    Json.string(body.append("{\"key\":"), one.key().toString());
    RecordLines.details(body, one.record().get());
    body.append('}');
  }

  private static void answerLines(Exchange exchange, ListPage page) {
    StringBuilder body = new StringBuilder(64 + 64 * page.entries().size());
    for (ListPage.Entry entry : page.entries()) {
      switch (entry) {
        case ListPage.Entry.One one -> {
          Json.string(body.append("{\"key\":"), one.key().toString());
          one.record().ifPresent(record -> RecordLines.details(body, record));
        }
        case ListPage.Entry.Group group ->
            Json.string(body.append("{\"prefix\":"), group.prefix().toUtf8());
      }
      body.append("}\n");
    }
    page.next()
        .ifPresent(next -> Json.string(body.append("{\"next\":"), next.toUtf8()).append("}\n"));
    exchange.header("Content-Type", "application/x-ndjson").send(body.toString());
  }

  /// Keys with a value on its way, whichever gateway it goes through.
  private void answerWritings(Exchange exchange, Bytes prefix) {
    int most = parts.setup().get().config().limits().listMaxPage();
    StringBuilder body = new StringBuilder("{\"next\":\"\",\"keys\":[");
    String before = "";
    for (Writing writing : parts.index().writings(Long.MAX_VALUE, most)) {
      if (ListRequest.startsWith(writing.key().bytes(), prefix)) {
        Json.string(body.append(before), writing.key().toString());
        before = ",";
      }
    }
    exchange.header("Content-Type", "application/json").send(body.append("]}\n").toString());
  }
}

package atoll.mkv.gateway;

import atoll.http.server.Exchange;
import atoll.kit.Bytes;
import atoll.mkv.index.ListQuery;
import atoll.mkv.key.Key;
import atoll.mkv.plan.Conditions;
import atoll.mkv.plan.ListPage;
import atoll.mkv.plan.ListRequest;
import atoll.mkv.plan.Refusal;
import atoll.mkv.plan.TokenBucket;
import atoll.mkv.record.KeyRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
      answerKeys(exchange, parts.locks().all());
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
        runLater(exchange, asked.request());
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

  private void runLater(Exchange exchange, ListRequest request) {
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
              Routing.guarded(parts, exchange, () -> run(exchange, request));
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
      page.take(query.get(), parts.index().list(query.get()));
      if (parts.clock().nanos() - end >= 0) {
        page.endEarly();
      }
    }
    if (request.lines()) {
      answerLines(exchange, request, page);
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
        one(body, one.record(), request.detail());
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

  private static void one(StringBuilder body, KeyRecord record, boolean detail) {
    if (!detail) {
      Json.string(body, record.key().toString());
      return;
    }
    Json.string(body.append("{\"key\":"), record.key().toString());
    details(body, record);
    body.append('}');
  }

  private static void details(StringBuilder body, KeyRecord record) {
    KeyRecord.Content content = record.content();
    body.append(",\"size\":").append(content.sizeBytes());
    Json.string(body.append(",\"etag\":"), Conditions.tag(record).opaque());
    Json.string(body.append(",\"type\":"), content.type());
    Json.string(
        body.append(",\"created\":"), Instant.ofEpochMilli(content.createdMillis()).toString());
    body.append(",\"copies\":").append(record.hosts().size());
  }

  private static void answerLines(Exchange exchange, ListRequest request, ListPage page) {
    StringBuilder body = new StringBuilder(64 + 64 * page.entries().size());
    for (ListPage.Entry entry : page.entries()) {
      switch (entry) {
        case ListPage.Entry.One one -> {
          Json.string(body.append("{\"key\":"), one.record().key().toString());
          if (request.detail()) {
            details(body, one.record());
          }
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

  private static void answerKeys(Exchange exchange, List<Key> keys) {
    StringBuilder body = new StringBuilder("{\"next\":\"\",\"keys\":[");
    String before = "";
    for (Key key : keys) {
      Json.string(body.append(before), key.toString());
      before = ",";
    }
    exchange.header("Content-Type", "application/json").send(body.append("]}\n").toString());
  }
}

package atoll.mkv.gateway;

import atoll.http.BlockingWriter;
import atoll.http.BodyWriter;
import atoll.http.field.ByteRange;
import atoll.http.field.RangeHeader;
import atoll.http.server.BlockingExchange;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.mkv.config.MkvConfig.ReadMode;
import atoll.mkv.hosts.BlobReading;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.plan.Conditions;
import atoll.mkv.plan.GetPlan;
import atoll.mkv.plan.Refusal;
import atoll.mkv.record.KeyRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// GET and HEAD of keys. Immutable but for its parts.
final class Reads {

  private static final String MODE_HEADER = "X-Mkv-Read-Mode";

  private final Parts parts;

  Reads(Parts parts) {
    this.parts = parts;
  }

  /// Answers from the index, on this thread.
  void read(Exchange exchange, Key key) {
    Setup setup = parts.setup().get();
    Conditions conditions = Parts.conditions(exchange);
    Optional<KeyRecord> found = parts.index().find(key);
    GetPlan plan = GetPlan.of(found, conditions, parts.health()::of, parts.randomness().nextLong());
    switch (plan) {
      case GetPlan.Refuse refuse -> refuse(exchange, refuse, found);
      case GetPlan.NotModified same -> {
        Answers.describe(exchange, same.record(), setup.ring());
        exchange.status(304).send();
      }
      case GetPlan.Send send -> send(exchange, setup, send);
    }
  }

  private static void refuse(Exchange exchange, GetPlan.Refuse refuse, Optional<KeyRecord> found) {
    boolean readable =
        exchange.request().isHead() && found.isPresent() && refuse.why() instanceof Refusal.NoHost;
    if (readable) {
      head(exchange, found.get());
      return;
    }
    refuse
        .unlinked()
        .flatMap(record -> record.content().checksums().md5())
        .ifPresent(md5 -> exchange.header("Content-Md5", md5.toHex()));
    Answers.refuse(exchange, refuse.why());
  }

  private void send(Exchange exchange, Setup setup, GetPlan.Send send) {
    KeyRecord record = send.record();
    Answers.describe(exchange, record, setup.ring());
    if (exchange.request().isHead()) {
      head(exchange, record);
      return;
    }
    HostId first = send.order().getFirst();
    switch (mode(exchange, setup)) {
      case REDIRECT ->
          exchange
              .status(302)
              .header("Location", parts.hosts().publicAddress(first, record.blobName()))
              .header("Cache-Control", "no-store")
              .send();
      case ACCEL -> {
        Answers.describeContent(exchange, record);
        exchange
            .header("X-Accel-Redirect", parts.hosts().accelPath(first, record.blobName()))
            .send();
      }
      case PROXY -> {
        var _ = parts.runner().submit("mkv read", () -> proxy(exchange, send));
      }
    }
  }

  /// Answers from the index alone; the length is that of the value.
  private static void head(Exchange exchange, KeyRecord record) {
    Answers.describeContent(exchange, record);
    BodyWriter none = exchange.stream(record.content().sizeBytes());
    none.end();
  }

  private static ReadMode mode(Exchange exchange, Setup setup) {
    @Nullable String asked =
        setup.config().server().readModeByRequest()
            ? exchange.request().headers().first(MODE_HEADER)
            : null;
    if (asked == null) {
      return setup.config().server().readMode();
    }
    try {
      return ReadMode.valueOf(asked.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new Parts.Refused(new Refusal.BadRequest(MODE_HEADER + " is redirect, proxy or accel"));
    }
  }

  /// Whether a change took the copies away since the record was found: then there is nothing lost.
  private boolean hasChanged(KeyRecord record) {
    return !parts.index().find(record.key()).equals(Optional.of(record));
  }

  /// Reads from hosts and sends: where one breaks off, the next goes on at the same byte.
  private void proxy(Exchange exchange, GetPlan.Send send) {
    KeyRecord record = send.record();
    long size = record.content().sizeBytes();
    Optional<RangeHeader> ranges =
        Optional.ofNullable(exchange.request().headers().first("Range"))
            .flatMap(value -> RangeHeader.parse(value, 1));
    List<ByteRange> wanted = ranges.map(range -> range.in(size)).orElse(List.of());
    if (ranges.isPresent() && wanted.isEmpty()) {
      exchange.responseHeaders().clear();
      Answers.refuse(exchange, new Refusal.NoSuchRange(size));
      return;
    }
    Copying copying = new Copying(parts, send, exchange);
    if (wanted.isEmpty() && size == 0) {
      Answers.describeContent(exchange, record);
      exchange.send();
      return;
    }
    ByteRange range = wanted.isEmpty() ? new ByteRange(0, size) : wanted.getFirst();
    boolean whole = wanted.isEmpty();
    BlobReading begun = copying.begin(range, whole);
    if (begun instanceof BlobReading.Failed failed) {
      exchange.responseHeaders().clear();
      if (copying.isLost() && hasChanged(record)) {
        read(exchange, record.key());
        return;
      }
      Answers.refuse(
          exchange,
          copying.isLost()
              ? new Refusal.Lost()
              : new Refusal.HostFailed("no host could be read from", failed.why().clientStatus()));
      return;
    }
    Answers.describeContent(exchange, record);
    if (!whole) {
      exchange.status(206).header("Content-Range", range.contentRange(size));
    }
    try (BlockingWriter out = new BlockingExchange(exchange).stream(range.length())) {
      if (copying.copy(range, out, whole)) {
        out.end();
      }
    } catch (AtollException gone) {
      // The client left; the writer broke the connection off.
      copying.close();
    }
  }
}

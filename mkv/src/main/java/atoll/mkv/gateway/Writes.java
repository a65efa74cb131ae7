package atoll.mkv.gateway;

import atoll.http.BodyFraming;
import atoll.http.server.BlockingExchange;
import atoll.mkv.key.Key;
import atoll.mkv.plan.Conditions;
import atoll.mkv.plan.Refusal;
import atoll.mkv.record.KeyRecord;

/// PUT of keys. Runs on virtual threads. Immutable but for its parts.
final class Writes {

  private final Parts parts;

  Writes(Parts parts) {
    this.parts = parts;
  }

  void put(BlockingExchange exchange, Key key) {
    BodyFraming framing = exchange.request().framing();
    if (framing.length() == 0) {
      throw new Parts.Refused(new Refusal.LengthRequired());
    }
    Setup setup = parts.setup().get();
    long most = setup.config().server().maxObject().bytes();
    if (framing.length() > most) {
      throw new Parts.Refused(new Refusal.TooLarge(most));
    }
    PutHead head = PutHead.of(exchange.request().headers());
    if (!parts.locks().tryTake(key)) {
      throw new Parts.Refused(new Refusal.BusyKey());
    }
    KeyRecord written;
    try {
      written = new Put(parts, setup, exchange, key, head).run();
    } finally {
      parts.locks().giveBack(key);
    }
    // Only now: whoever has the answer may change the key again at once.
    answer(exchange, setup.config().server().publicUrl(), written);
  }

  /// @param publicUrl where clients reach the gateway; empty: nobody said
  private static void answer(BlockingExchange exchange, String publicUrl, KeyRecord written) {
    written
        .content()
        .checksums()
        .md5()
        .ifPresent(found -> exchange.header("Content-Md5", found.toHex()));
    if (!publicUrl.isEmpty()) {
      exchange.header("Location", publicUrl + exchange.request().rawPath());
    }
    exchange.status(201).header("ETag", Conditions.tag(written).format()).send();
  }
}

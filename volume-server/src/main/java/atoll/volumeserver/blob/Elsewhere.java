package atoll.volumeserver.blob;

import atoll.http.BlockingWriter;
import atoll.http.HeaderList;
import atoll.http.Headers;
import atoll.http.PooledBuffer;
import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.server.Exchange;
import atoll.http.uri.Percent;
import atoll.http.uri.QueryParameters;
import atoll.kit.AtollException;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.replicate.Location;
import atoll.volumeserver.settings.ReadMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Answers reads of volumes that other servers hold. Immutable.
///
/// @param parts for look-ups and the other servers
/// @param meter told what becomes of each
record Elsewhere(BlobParts parts, NeedleMeter meter) {

  private static final int CHUNK = 128 * 1024;

  /// Reads from another server and passes it on, or sends the client there.
  void answer(ReadDoor.Read read, VolumeId volume) {
    parts.whenWaiting(read.exchange(), () -> {}, () -> answerWaiting(read, volume));
  }

  private void answerWaiting(ReadDoor.Read read, VolumeId volume) {
    List<Location> others = new ArrayList<>();
    List<Location> known = parts.peers().find(volume);
    for (Location each : known) {
      if (!each.url().contains(parts.peers().self())) {
        others.add(each);
      }
    }
    Collections.shuffle(others, new Random(parts.randomness().nextLong()));
    if (others.isEmpty()) {
      if (!known.isEmpty()) {
        meter.count(NeedleMeter.Happening.NOBODY_TO_ASK);
      }
      meter.invalid();
      Answers.empty(
          read.exchange(),
          404,
          new AnswerReason("the volume is not here, and the master knows of no other server"));
    } else if (parts.settings().downloads().mode() == ReadMode.PROXY) {
      meter.count(NeedleMeter.Happening.PROXIED);
      proxy(read, others.getFirst());
    } else {
      meter.count(NeedleMeter.Happening.REDIRECTED);
      redirect(read, others.getFirst());
    }
  }

  private void redirect(ReadDoor.Read read, Location to) {
    BlobAddress address = read.address();
    String collection = read.query().get("collection");
    String target =
        (parts.peers().secure() ? "https://" : "http://")
            + to.url()
            + "/"
            + Percent.encode(address.parts().volume() + "," + address.parts().key(), ",_")
            + "?"
            + (collection.isEmpty() ? "" : "collection=" + Percent.encode(collection, "") + "&")
            + "proxied=true";
    Exchange exchange = read.exchange();
    exchange.status(301).header("Location", target);
    exchange.header("Content-Type", "text/html; charset=utf-8");
    String shown = target.replace("&", "&amp;");
    exchange.send("<a href=\"" + shown + "\">Moved Permanently</a>.\n\n");
  }

  private void proxy(ReadDoor.Read read, Location from) {
    Exchange exchange = read.exchange();
    String target = exchange.request().rawPath() + "?" + proxiedQuery(read.query());
    ClientRequest request = parts.peers().request(from.url(), "GET", target, ClientBody.NONE);
    copy(exchange.request().headers(), request.headers(), false);
    BlockingResponse answer;
    try {
      answer = parts.peers().send(request);
    } catch (AtollException e) {
      parts
          .node()
          .events()
          .report(new BlobEvent.RequestFailed("a proxied GET", exchange.requestId(), e));
      meter.count(NeedleMeter.Happening.PROXY_FAILED);
      meter.readFailed();
      Answers.empty(
          exchange,
          500,
          AnswerReason.of("%s, which has the volume: %s".formatted(from.url(), e.getMessage())));
      return;
    }
    try (answer) {
      HeaderList headers = exchange.responseHeaders();
      copy(answer.headers(), headers, true);
      exchange.status(answer.status());
      relay(exchange, answer);
    }
  }

  /// All parameters, and the mark that keeps servers from passing a read round in circles.
  private static String proxiedQuery(Query query) {
    StringBuilder text = new StringBuilder();
    for (QueryParameters.Parameter each : query.parameters().all()) {
      if (!each.name().equals("proxied")) {
        text.append(Percent.encode(each.name(), ""))
            .append('=')
            .append(Percent.encode(each.value(), ""))
            .append('&');
      }
    }
    return text.append("proxied=true").toString();
  }

  /// Copies headers but for those of the connection; of an answer, also but for what this server
  /// has said already.
  private static void copy(Headers from, HeaderList to, boolean answer) {
    from.forEach((name, value) -> {
      boolean own =
          switch (name.toLowerCase(Locale.ROOT)) {
            case "connection",
                "keep-alive",
                "transfer-encoding",
                "content-length",
                "host",
                "te",
                "trailer",
                "upgrade",
                "expect" ->
                true;
            case "date", "server", "x-amz-request-id" -> answer;
            default -> false;
          };
      if (!own && HeaderList.isValue(value)) {
        to.add(name, value);
      }
    });
  }

  private static void relay(Exchange exchange, BlockingResponse answer) {
    long length = answer.body().length();
    if (exchange.request().isHead()) {
      exchange.stream(length).end();
      return;
    }
    try (BlockingWriter out = new BlockingWriter(exchange.stream(length))) {
      while (true) {
        PooledBuffer piece = exchange.buffer(CHUNK);
        int read;
        try {
          read = answer.body().read(piece.bytes());
        } catch (AtollException e) {
          piece.close();
          throw e;
        }
        if (read < 0) {
          piece.close();
          break;
        }
        piece.bytes().flip();
        out.write(piece);
      }
      out.end();
    }
  }
}

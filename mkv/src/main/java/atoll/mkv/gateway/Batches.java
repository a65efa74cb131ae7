package atoll.mkv.gateway;

import atoll.http.BlockingWriter;
import atoll.http.PooledBuffer;
import atoll.http.server.BlockingExchange;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.mkv.hosts.Caller;
import atoll.mkv.plan.BatchItem;
import atoll.mkv.plan.Conditions;
import atoll.mkv.plan.Refusal;
import atoll.mkv.record.KeyRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Many small things asked for at once: `POST /?batch` with a line of JSON for each, answered by a
/// line for each in the same order, and a last one that sums up. Some items are done at the same
/// time; those of one key one after the other. Immutable but for its parts.
final class Batches {

  private static final int AT_ONCE = 16;
  private static final int MULTI_STATUS = 207;

  private final Parts parts;
  private final Changes changes;

  Batches(Parts parts, Changes changes) {
    this.parts = parts;
    this.changes = changes;
  }

  /// What a line is answered with.
  private record Result(boolean done, String line) {}

  void run(BlockingExchange exchange) {
    if (exchange.request().target().pathBytes().size() != 1) {
      throw new Parts.Refused(new Refusal.BadRequest("a batch goes to /?batch"));
    }
    List<BatchItem.Reading> lines = BatchItem.readAll(body(exchange));
    if (lines.size() > BatchItem.MOST_ITEMS) {
      throw new Parts.Refused(
          new Refusal.BadRequest(
              lines.size() + " lines; a batch has at most " + BatchItem.MOST_ITEMS));
    }
    Caller caller = Parts.caller(exchange.exchange());
    exchange.status(MULTI_STATUS).header("Content-Type", "application/x-ndjson");
    int done = 0;
    try (BlockingWriter out = exchange.stream(-1)) {
      for (List<BatchItem.Reading> group : BatchItem.groups(lines, AT_ONCE)) {
        StringBuilder text = new StringBuilder();
        for (Result result : runGroup(group, caller)) {
          text.append(result.line()).append('\n');
          done += result.done() ? 1 : 0;
        }
        write(out, text.toString());
      }
      write(
          out,
          "{\"items\":%d,\"done\":%d,\"failed\":%d}\n"
              .formatted(lines.size(), done, lines.size() - done));
      out.end();
    }
  }

  private static Bytes body(BlockingExchange exchange) {
    try (PooledBuffer body = exchange.body().gather(BatchItem.MOST_BYTES)) {
      return Bytes.copyOf(body.bytes());
    } catch (AtollException tooLarge) {
      if (tooLarge.fault() == Fault.TOO_LARGE) {
        throw new Parts.Refused(new Refusal.TooLarge(BatchItem.MOST_BYTES));
      }
      throw tooLarge;
    }
  }

  private static void write(BlockingWriter out, String text) {
    out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<Result> runGroup(List<BatchItem.Reading> group, Caller caller) {
    List<CompletableFuture<Result>> asked = new ArrayList<>();
    for (BatchItem.Reading line : group) {
      switch (line) {
        case BatchItem.Reading.Wrong wrong ->
            asked.add(
                CompletableFuture.completedFuture(refused(new StringBuilder("{"), wrong.why())));
        case BatchItem.Reading.Item(BatchItem item) -> {
          CompletableFuture<Result> result = new CompletableFuture<>();
          asked.add(result);
          var _ = parts.runner().submit("mkv batch", () -> result.complete(resultOf(item, caller)));
        }
      }
    }
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private Result resultOf(BatchItem item, Caller caller) {
    StringBuilder line = new StringBuilder("{\"op\":\"").append(item.op().word()).append("\",");
    if (item.asBytes()) {
      byte[] key = item.key().bytes().toArray();
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(key);
      line.append("\"key64\":\"").append(text).append("\",");
    } else {
      Json.string(line.append("\"key\":"), item.key().toString()).append(',');
    }
    try {
      carryOut(item, caller, line);
      return new Result(true, line.append('}').toString());
    } catch (Parts.Refused no) {
      return refused(line, no.why());
    } catch (AtollException failed) {
      if (Answers.isOurs(failed.fault())) {
        parts.events().report(new GatewayEvent.Failed(caller.requestId(), failed));
      }
      return refused(line, Answers.refusal(failed));
    } catch (RuntimeException | Error bug) {
      parts.events().report(new GatewayEvent.Failed(caller.requestId(), bug));
      return refused(line, Answers.refusal(new AtollException(Fault.BUG, "internal error", bug)));
    }
  }

  private void carryOut(BatchItem item, Caller caller, StringBuilder line) {
    switch (item.op()) {
      case HEAD -> {
        KeyRecord record =
            parts
                .index()
                .find(item.key())
                .filter(KeyRecord::isLive)
                .orElseThrow(() -> new Parts.Refused(new Refusal.Absent()));
        RecordLines.details(line.append("\"status\":200"), record);
      }
      case DELETE -> changed(changes::delete, item, caller, line);
      case UNLINK -> changed(changes::unlink, item, caller, line);
      case RELINK -> changed(changes::relink, item, caller, line);
    }
  }

  private static void changed(
      Changes.Verb verb, BatchItem item, Caller caller, StringBuilder line) {
    verb.change(item.key(), Conditions.NONE, caller);
    line.append("\"status\":204");
  }

  private static Result refused(StringBuilder line, Refusal why) {
    line.append("\"status\":").append(why.status());
    Json.string(line.append(",\"error\":"), why.code());
    Json.string(line.append(",\"message\":"), why.message());
    return new Result(false, line.append('}').toString());
  }
}

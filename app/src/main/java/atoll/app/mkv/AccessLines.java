package atoll.app.mkv;

import atoll.http.server.AccessLog;
import atoll.http.server.Completion;
import atoll.http.server.Exchange;
import atoll.kit.Bytes;
import atoll.kit.Clock;
import atoll.mkv.hosts.CopyTimes;
import java.io.PrintWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// A line of JSON for each request: its ids, the beginning of the hash of its path (never the path
/// itself), status, bytes, time, and what each host did for it. Shared (guarded by the writer).
final class AccessLines implements AccessLog {

  private final Clock clock;
  private final PrintWriter out;

  AccessLines(Clock clock, PrintWriter out) {
    this.clock = clock;
    this.out = out;
  }

  @Override
  public void completed(Exchange exchange, Completion completion) {
    StringBuilder line = new StringBuilder(256);
    line.append("{\"time\":\"").append(clock.now());
    line.append("\",\"request_id\":\"").append(exchange.requestId());
    line.append("\",\"trace_id\":\"").append(exchange.trace().traceId());
    line.append("\",\"method\":\"").append(word(exchange.request().method()));
    line.append("\",\"key\":\"").append(hash(exchange));
    line.append("\",\"status\":").append(completion.status());
    line.append(",\"received\":").append(completion.receivedBytes());
    line.append(",\"sent\":").append(completion.sentBytes());
    line.append(",\"micros\":").append(completion.nanos() / 1_000);
    line.append(",\"whole\":").append(completion.isWhole());
    copies(line, CopyTimes.of(exchange).all());
    out.println(line.append('}'));
  }

  /// What each host was asked, what came of it, and how long it took.
  private static void copies(StringBuilder line, List<CopyTimes.Time> times) {
    line.append(",\"copies\":[");
    String before = "";
    for (CopyTimes.Time time : times) {
      line.append(before).append("{\"volume\":\"").append(time.host());
      line.append("\",\"asked\":\"").append(time.asked());
      String outcome = time.failure().isEmpty() ? "done" : time.failure();
      line.append("\",\"outcome\":\"").append(outcome);
      line.append("\",\"micros\":").append(time.nanos() / 1_000).append('}');
      before = ",";
    }
    line.append(']');
  }

  /// A method is a token, so it needs no escapes but for these two.
  private static String word(String method) {
    return method.replace("\\", "").replace("\"", "");
  }

  private static String hash(Exchange exchange) {
    try {
      byte[] path = exchange.request().target().rawBytes().toArray();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(path);
      return Bytes.of(digest).slice(0, 8).toHex();
    } catch (NoSuchAlgorithmException absent) {
      throw new AssertionError("every Java has SHA-256", absent);
    }
  }
}

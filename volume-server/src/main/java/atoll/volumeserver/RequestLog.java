package atoll.volumeserver;

import atoll.http.server.AccessLog;
import atoll.http.server.Completion;
import atoll.http.server.Exchange;
import atoll.http.server.Rejection;
import atoll.kit.event.Events;
import atoll.kit.event.Level;
import atoll.volumeserver.blob.AnswerReason;
import atoll.volumeserver.page.LogLevel;
import java.util.Set;

/// A line for each request where somebody wants to know all, and for each that failed in any case.
/// Immutable.
final class RequestLog implements AccessLog {

  private static final int FAILED_FROM = 500;

  /// Parameters whose values are no secrets; of any other only the name is shown.
  private static final Set<String> OPEN =
      Set.of(
          "cm",
          "collection",
          "crop_x1",
          "crop_x2",
          "crop_y1",
          "crop_y2",
          "dl",
          "fsync",
          "height",
          "mode",
          "pretty",
          "proxied",
          "readDeleted",
          "ts",
          "ttl",
          "type",
          "width");

  private final Events events;
  private final LogLevel level;

  RequestLog(Events events, LogLevel level) {
    this.events = events;
    this.level = level;
  }

  @Override
  public void completed(Exchange exchange, Completion completion) {
    boolean failed = completion.status() >= FAILED_FROM || !completion.isWhole();
    // At full speed nobody pays for a line that is not printed.
    if (!failed && level.now().get() != Level.DEBUG) {
      return;
    }
    String method = exchange.request().method();
    String target = shown(exchange.request().target().raw());
    String id = exchange.requestId();
    String reason = AnswerReason.of(exchange);
    events.report(
        failed
            ? new RequestEvent.Failed(id, method, target, completion, reason)
            : new RequestEvent.Ended(id, method, target, completion, reason));
  }

  @Override
  public void rejected(Rejection rejection) {
    events.report(new RequestEvent.Refused(shown(rejection.startLine()), rejection));
  }

  /// A target, or what came in its place, without what may be a secret.
  static String shown(String target) {
    int question = target.indexOf('?');
    if (question < 0) {
      return target;
    }
    StringBuilder shown = new StringBuilder(target.length()).append(target, 0, question);
    char before = '?';
    for (String parameter : target.substring(question + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      boolean open = equals < 0 || OPEN.contains(parameter.substring(0, equals));
      shown.append(before).append(open ? parameter : parameter.substring(0, equals + 1) + "...");
      before = '&';
    }
    return shown.toString();
  }
}

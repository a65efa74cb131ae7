package atoll.volumeserver;

import atoll.http.server.Completion;
import atoll.http.server.Rejection;
import atoll.kit.AtollException;
import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What became of requests.
sealed interface RequestEvent extends Event {

  /// A request was answered, as well as it deserved.
  ///
  /// @param target without secrets
  /// @param reason why it was answered so, as far as somebody said; may be empty
  record Ended(String id, String method, String target, Completion completion, String reason)
      implements RequestEvent {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String code() {
      return "http.request.ended";
    }

    @Override
    public String message() {
      return sentence(method, target, completion, reason);
    }

    @Override
    public List<EventField> fields() {
      return parts(id, completion);
    }
  }

  /// A request failed for a reason of ours, or its answer broke off.
  ///
  /// @param target without secrets
  /// @param reason why it was answered so, as far as somebody said; may be empty
  record Failed(String id, String method, String target, Completion completion, String reason)
      implements RequestEvent {

    /// Not being ready and a client that hangs up are normal life.
    @Override
    public Level level() {
      return completion.status() >= 500 && completion.status() != 503 ? Level.WARN : Level.INFO;
    }

    @Override
    public String code() {
      return "http.request.failed";
    }

    @Override
    public String message() {
      AtollException why = completion.failure();
      return sentence(method, target, completion, reason)
          + (why == null
              ? ""
              : "; it broke off with %s: %s".formatted(why.fault(), why.getMessage()));
    }

    @Override
    public List<EventField> fields() {
      return parts(id, completion);
    }
  }

  /// What came was no valid request.
  ///
  /// @param start its first line without what may be secret
  record Refused(String start, Rejection rejection) implements RequestEvent {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "http.request.refused";
    }

    @Override
    public String message() {
      return "\"%s\" from %s is no request to be answered: %d, %s"
          .formatted(
              start, rejection.peer().remote().host(), rejection.status(), rejection.reason());
    }
  }

  private static String sentence(
      String method, String target, Completion completion, String reason) {
    return "%s %s: %d, %d bytes came and %d went, %d µs"
            .formatted(
                method,
                target,
                completion.status(),
                completion.receivedBytes(),
                completion.sentBytes(),
                TimeUnit.NANOSECONDS.toMicros(completion.nanos()))
        + (reason.isEmpty() ? "" : "; " + reason);
  }

  private static List<EventField> parts(String id, Completion completion) {
    return List.of(
        new EventField("request_id", id),
        new EventField("status", completion.status()),
        new EventField("received_bytes", completion.receivedBytes()),
        new EventField("sent_bytes", completion.sentBytes()),
        new EventField("micros", TimeUnit.NANOSECONDS.toMicros(completion.nanos())));
  }
}

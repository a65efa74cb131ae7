package atoll.morayembedded.faults;

import atoll.fast.Procedures;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The calls of a moray server, some of which fail as they are told to and do nothing. What happens
/// to the bytes on their way is `atoll.sim.net.FaultyNet`'s.
public final class FaultyCalls {

  private FaultyCalls() {}

  /// The same calls, but one of those with a name fails.
  ///
  /// @param nth which of them, from 1 on
  public static Procedures failing(Procedures calls, String method, long nth, RemoteError error) {
    AtomicLong count = new AtomicLong();
    return calls.around(
        method,
        call ->
            request -> {
              if (count.incrementAndGet() == nth) {
                request.fail(error);
              } else {
                call.answer(request);
              }
            });
  }

  /// The same calls, but one `putObject` meets an object that somebody else has just written.
  ///
  /// @param nth which of them, from 1 on
  public static Procedures conflicting(Procedures calls, long nth) {
    AtomicLong count = new AtomicLong();
    return calls.around(
        "putObject",
        call ->
            request -> {
              if (count.incrementAndGet() == nth) {
                request.fail(conflict(request.arguments().toList()));
              } else {
                call.answer(request);
              }
            });
  }

  private static RemoteError conflict(List<Json> arguments) {
    String bucket = arguments.get(0).asText().orElseThrow();
    String key = arguments.get(1).asText().orElseThrow();
    String expected = arguments.get(3).member("etag").flatMap(Json::asText).orElse("null");
    Map<String, Json> context = new LinkedHashMap<>();
    context.put("bucket", Json.text(bucket));
    context.put("key", Json.text(key));
    context.put("expected", Json.text(expected));
    context.put("actual", Json.text("FFFFFFFF"));
    return new RemoteError(
        "EtagConflictError",
        "%s::%s was expected to have etag \"%s\", but was \"FFFFFFFF\""
            .formatted(bucket, key, expected),
        Json.object(context),
        null,
        null,
        null);
  }
}

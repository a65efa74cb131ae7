package atoll.fast;

import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Procedures that tests call.
final class Samples {

  static final Procedures ALL =
      Procedures.NONE
          .with("echo", Samples::echo)
          .with("count", Samples::count)
          .with("sleep", Samples::sleep)
          .with("silent", request -> {})
          .with("refuse", Samples::refuse)
          .with("fault", Samples::fault)
          .with("crash", Samples::crash);

  private Samples() {}

  private static void echo(Invocation request) {
    List<Json> values = new ArrayList<>();
    request.arguments().forEach(value -> values.add(Json.object("value", value)));
    request.end(Values.of(values));
  }

  /// Sends as many values as the first argument says, one by one; each has the second one in it.
  private static void count(Invocation request) {
    List<Json> arguments = request.arguments().toList();
    long count = arguments.getFirst().asLong().orElseThrow();
    Json filling = arguments.size() > 1 ? arguments.get(1) : Json.TRUE;
    for (long i = 0; i < count; i++) {
      request.write(Json.array(List.of(Json.number(i), filling)));
    }
  }

  private static void sleep(Invocation request) {
    long millis = request.arguments().toList().getFirst().asLong().orElseThrow();
    request.seams().runner().pause(Duration.ofMillis(millis));
    request.end(Values.of(Json.number(millis)));
  }

  private static void refuse(Invocation request) {
    request.write(Json.number(1));
    request.fail(
        new RemoteError(
            "EtagConflictError",
            "expected A",
            Json.parse("{\"key\":\"/k\"}"),
            Json.parse("{\"a\":1}"),
            null,
            null));
  }

  private static void fault(Invocation request) {
    throw new AtollException(Fault.NOT_FOUND, "no such bucket");
  }

  private static void crash(Invocation request) {
    throw new IllegalStateException("secret detail");
  }
}

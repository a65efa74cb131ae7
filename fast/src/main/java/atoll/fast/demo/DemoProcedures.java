package atoll.fast.demo;

import atoll.fast.Invocation;
import atoll.fast.Procedures;
import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// `date`, `echo`, `fail`, `fastbench`, `sleep`, `words` and `yes`, with the arguments, values and
/// errors that node-fast's demo server has.
public final class DemoProcedures {

  private static final double MAX_SLEEP_MILLIS = Duration.ofMinutes(30).toMillis();
  private static final int MAX_YES = 102_400;

  /// As JavaScript writes it: always three digits behind the second.
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private DemoProcedures() {}

  /// All of them.
  ///
  /// @param words gives the lines that `words` sends; one that throws
  ///   [java.io.UncheckedIOException] is answered as an error
  public static Procedures all(Supplier<Stream<String>> words) {
    return Procedures.NONE
        .with("date", DemoProcedures::date)
        .with("echo", DemoProcedures::echo)
        .with("fail", DemoProcedures::fail)
        .with("fastbench", DemoProcedures::fastbench)
        .with("sleep", DemoProcedures::sleep)
        .with("words", request -> words(request, words))
        .with("yes", DemoProcedures::yes);
  }

  private static void refuse(Invocation request, String message) {
    request.fail(new RemoteError("Error", message));
  }

  private static void date(Invocation request) {
    if (!request.arguments().isEmpty()) {
      refuse(request, "expected no arguments");
      return;
    }
    Instant now = request.seams().clock().now();
    Map<String, Json> date = new LinkedHashMap<>();
    date.put("timestamp", Json.number(now.toEpochMilli()));
    date.put("iso8601", Json.text(ISO.format(now)));
    request.end(Values.of(Json.object(date)));
  }

  private static void echo(Invocation request) {
    request.end(wrapped(request.arguments()));
  }

  private static Values wrapped(Iterable<Json> values) {
    List<Json> wrapped = new ArrayList<>();
    for (Json value : values) {
      wrapped.add(Json.object("value", value));
    }
    return Values.of(wrapped);
  }

  private static void fail(Invocation request) {
    if (request.arguments().size() != 1) {
      refuse(request, "expected argument");
      return;
    }
    Json wanted = request.arguments().iterator().next();
    String name = wanted.member("name").flatMap(Json::asText).orElse(null);
    String message = wanted.member("message").flatMap(Json::asText).orElse(null);
    Json info = wanted.member("info").orElse(Json.EMPTY_OBJECT);
    Json context = wanted.member("context").orElse(Json.EMPTY_OBJECT);
    if (name == null
        || message == null
        || info.kind() != JsonKind.OBJECT
        || context.kind() != JsonKind.OBJECT) {
      refuse(request, "bad arguments");
      return;
    }
    wanted.member("data").ifPresent(data -> wrapped(data.elements()).forEach(request::write));
    request.fail(new RemoteError(name, message, context, info, null, null));
  }

  private static void fastbench(Invocation request) {
    Json only = onlyObject(request);
    if (only == null) {
      refuse(request, "expected exactly one object argument");
      return;
    }
    Json echo = only.member("echo").orElse(Json.NULL);
    if (echo.kind() != JsonKind.ARRAY) {
      refuse(request, "expected arg.echo");
      return;
    }
    only.member("delay")
        .map(Json::asDouble)
        .filter(OptionalDouble::isPresent)
        .ifPresent(delay -> pause(request, Math.clamp(delay.getAsDouble(), 0, MAX_SLEEP_MILLIS)));
    request.end(wrapped(echo.elements()));
  }

  private static void pause(Invocation request, double millis) {
    request.seams().runner().pause(Duration.ofNanos(Math.round(millis * 1e6)));
  }

  private static @org.jspecify.annotations.Nullable Json onlyObject(Invocation request) {
    if (request.arguments().size() != 1) {
      return null;
    }
    Json only = request.arguments().iterator().next();
    return only.kind() == JsonKind.OBJECT ? only : null;
  }

  private static void sleep(Invocation request) {
    if (request.arguments().size() != 1) {
      refuse(request, "expected one argument");
      return;
    }
    double millis = number(request.arguments().iterator().next(), "ms");
    if (millis < 0 || millis > MAX_SLEEP_MILLIS) {
      refuse(request, "bad value for \"ms\"");
      return;
    }
    pause(request, millis);
    request.end();
  }

  /// @return -1 if there is no such number
  private static double number(Json object, String name) {
    return object.member(name).map(Json::asDouble).orElse(OptionalDouble.empty()).orElse(-1);
  }

  private static void words(Invocation request, Supplier<Stream<String>> words) {
    if (!request.arguments().isEmpty()) {
      refuse(request, "expected 0 arguments");
      return;
    }
    try (Stream<String> lines = words.get()) {
      lines.forEach(line -> request.write(Json.object("word", Json.text(line))));
    } catch (java.io.UncheckedIOException e) {
      refuse(request, String.valueOf(e.getMessage()));
    }
  }

  private static void yes(Invocation request) {
    if (request.arguments().size() != 1) {
      refuse(request, "expected one argument");
      return;
    }
    Json only = request.arguments().iterator().next();
    double count = number(only, "count");
    if (count < 1 || count > MAX_YES) {
      Map<String, Json> info = new LinkedHashMap<>();
      info.put("foundValue", only.member("count").orElse(Json.NULL));
      info.put("minValue", Json.number(1));
      info.put("maxValue", Json.number(MAX_YES));
      request.fail(
          new RemoteError(
              "VError",
              "count must be an integer in range [1, " + MAX_YES + "]",
              Json.object(info)));
      return;
    }
    Json value =
        only.member("value").map(found -> Json.object("value", found)).orElse(Json.EMPTY_OBJECT);
    for (int i = 0; i < count; i++) {
      request.write(value);
    }
  }
}

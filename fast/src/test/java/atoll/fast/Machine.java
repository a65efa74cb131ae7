package atoll.fast;

import atoll.fast.codec.Protocol;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import atoll.kit.run.Runner;
import atoll.sim.RecordingEvents;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// This machine for one test: clients and servers over loopback, closed with it.
final class Machine implements AutoCloseable {

  static final CallOptions SOON = CallOptions.within(Duration.ofSeconds(20));

  final RecordingEvents events = new RecordingEvents();
  final Runner runner = new RealRunner(events);
  final Clock clock = new RealClock();
  final Seams seams = new Seams(clock, new RealNet(), runner, events);

  FastServer serve(Procedures procedures) {
    return serve(procedures, FastLimits.USUAL);
  }

  FastServer serve(Procedures procedures, FastLimits limits) {
    return FastServer.start(seams, new Endpoint("127.0.0.1", 0), procedures, limits);
  }

  FastClient dial(FastServer server) {
    return dial(server, FastLimits.USUAL);
  }

  FastClient dial(FastServer server, FastLimits limits) {
    return FastClient.dial(seams, server.local(), limits, soon());
  }

  FastClient dial(Endpoint to, Protocol protocol) {
    return FastClient.over(seams.net().dial(to, soon()), seams, FastLimits.USUAL, protocol);
  }

  Deadline soon() {
    return Deadline.after(clock, Duration.ofSeconds(20));
  }

  Reply call(FastClient client, String method, Json... arguments) {
    try (FastCall call = client.call(method, Values.of(arguments), SOON)) {
      return call.collect(Integer.MAX_VALUE);
    }
  }

  /// Waits for a condition that other threads bring about.
  void await(String what, BooleanSupplier condition) {
    Deadline deadline = soon();
    while (!condition.getAsBoolean()) {
      if (deadline.hasPassed(clock)) {
        throw new AssertionError("waited in vain for " + what);
      }
      runner.pause(Duration.ofMillis(2));
    }
  }

  /// Limits small enough to be met in a test.
  static FastLimits tight() {
    return new FastLimits(
        4 << 20, 64 << 10, 64 << 10, 64, 8, Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  @Override
  public void close() {
    runner.close();
    events.close();
  }
}

package atoll.moray;

import atoll.fast.FastLimits;
import atoll.fast.FastServer;
import atoll.fast.Procedures;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.count.Registry;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import atoll.kit.run.Runner;
import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// This machine for one test: servers and clients over loopback, closed with it.
final class Stage implements AutoCloseable {

  static final MorayLimits SHORT =
      MorayLimits.USUAL.withQuery(Duration.ofSeconds(15)).withGrace(Duration.ofSeconds(1));

  final RecordingEvents events = new RecordingEvents();
  final Runner runner = new RealRunner(events);
  final Clock clock = new RealClock();
  final MoraySeams seams =
      MoraySeams.counting(
          clock, new RealNet(), runner, new SeededRandomness(7), events, new Registry());
  private final List<FastServer> servers = new ArrayList<>();
  private final List<MorayClient> clients = new ArrayList<>();

  FastServer serve(Procedures procedures) {
    FastServer server =
        FastServer.start(seams.fast(), new Endpoint("127.0.0.1", 0), procedures, FastLimits.USUAL);
    servers.add(server);
    return server;
  }

  MorayClient client(FastServer server) {
    return client(server, SHORT);
  }

  MorayClient client(FastServer server, MorayLimits limits) {
    MorayClient client = MorayClient.at(server.local(), seams, limits);
    clients.add(client);
    return client;
  }

  /// A client of a scripted server.
  MorayClient of(ScriptedMoray script) {
    return client(serve(script.procedures()));
  }

  Deadline soon() {
    return Deadline.after(clock, Duration.ofSeconds(15));
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

  @Override
  public void close() {
    clients.forEach(MorayClient::close);
    servers.forEach(FastServer::close);
    runner.close();
    events.close();
  }
}

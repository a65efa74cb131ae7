package atoll.morayembedded;

import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
import atoll.cueball.StaticResolver;
import atoll.cueballpostgres.PostgresSettings;
import atoll.fast.CallFailure;
import atoll.fast.CallOptions;
import atoll.fast.FastCall;
import atoll.fast.FastClient;
import atoll.fast.FastLimits;
import atoll.fast.FastServer;
import atoll.fast.Reply;
import atoll.fast.Seams;
import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Randomness;
import atoll.kit.count.Registry;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.kit.run.Runner;
import atoll.moray.MoraySeams;
import atoll.morayembedded.store.Store;
import atoll.morayembedded.store.StoreSettings;
import atoll.sim.RecordingEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// This machine for the tests of a class: servers and clients over loopback, closed with it.
public final class Machine implements AutoCloseable {

  static final CallOptions SOON = CallOptions.within(Duration.ofSeconds(30));

  final RecordingEvents events = new RecordingEvents();
  final Runner runner = new RealRunner(events);
  final Clock clock = new RealClock();
  final Randomness randomness = new RealRandomness();
  final Seams seams = new Seams(clock, new RealNet(), runner, events);

  /// A store in a database of the PostgreSQL server on a port.
  Store postgres(int port, String database, StoreSettings settings) {
    PoolSeams pool =
        new PoolSeams(clock, runner, randomness, events, new PoolMetrics(new Registry()));
    return Store.postgres(
        pool,
        new StaticResolver(new Endpoint("127.0.0.1", port)),
        PostgresSettings.of("postgres", "postgres", database),
        settings);
  }

  Store sqlite(Path file, StoreSettings settings) {
    return Store.sqlite(file, settings, clock, randomness);
  }

  FastServer serve(Store store) {
    return MorayServer.start(seams, new Endpoint("127.0.0.1", 0), store);
  }

  /// What clients as products use them need.
  MoraySeams moray() {
    return MoraySeams.counting(clock, seams.net(), runner, randomness, events, new Registry());
  }

  FastClient dial(FastServer server) {
    return FastClient.dial(seams, server.local(), FastLimits.USUAL, soon());
  }

  Deadline soon() {
    return Deadline.after(clock, Duration.ofSeconds(30));
  }

  /// Makes a call whose arguments are written as a JSON array.
  static Reply call(FastClient client, String method, String arguments) {
    try (FastCall call = client.call(method, Values.ofArray(Json.parse(arguments)), SOON)) {
      return call.collect(Integer.MAX_VALUE);
    }
  }

  /// The values of a call that ends well.
  static List<Json> good(FastClient client, String method, String arguments) {
    return call(client, method, arguments).orThrow();
  }

  /// The error of a call that does not.
  static RemoteError bad(FastClient client, String method, String arguments) {
    Reply reply = call(client, method, arguments);
    if (reply instanceof Reply.Failed failed
        && failed.failure() instanceof CallFailure.Server server) {
      return server.error();
    }
    throw new AssertionError(method + arguments + " gave no error but " + reply);
  }

  @Override
  public void close() {
    runner.close();
    events.close();
  }
}

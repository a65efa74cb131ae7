package atoll.http.netty;

import atoll.http.ByteBudget;
import atoll.http.HttpLimits;
import atoll.http.server.Handler;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.Routes;
import atoll.http.server.ServerSettings;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// A server on a free port, with everything it reported. Fails at the end if it reported an error
/// that the test did not expect.
final class TestServer implements AutoCloseable {

  static final Endpoint ANY = new Endpoint("127.0.0.1", 0);

  final RecordingEvents events = new RecordingEvents();
  final ByteBudget budget = new ByteBudget(1 << 20);
  final EventLoops loops;
  final ServerSettings settings;
  final HttpServer server;

  private TestServer(
      EventLoops.Transport transport, UnaryOperator<ServerSettings> change, Routes routes) {
    loops = EventLoops.start(1, transport);
    settings =
        change.apply(ServerSettings.of(budget, new RealClock(), new SeededRandomness(1), events));
    server = NettyServer.start(loops, settings, List.of(Listen.plain("main", ANY, routes)));
  }

  static TestServer start(Routes routes) {
    return new TestServer(EventLoops.Transport.BEST, settings -> settings, routes);
  }

  static TestServer start(Handler handler) {
    return start(Routes.all(handler));
  }

  static TestServer start(EventLoops.Transport transport, Handler handler) {
    return new TestServer(transport, settings -> settings, Routes.all(handler));
  }

  static TestServer start(UnaryOperator<ServerSettings> change, Handler handler) {
    return new TestServer(EventLoops.Transport.BEST, change, Routes.all(handler));
  }

  static UnaryOperator<ServerSettings> limits(UnaryOperator<HttpLimits> change) {
    return settings -> settings.withLimits(change.apply(settings.limits()));
  }

  static UnaryOperator<ServerSettings> quick() {
    return limits(limits ->
        limits.withPace(
            new HttpLimits.Pace(
                Duration.ofMillis(300),
                Duration.ofMillis(400),
                Duration.ofMillis(300),
                1000,
                Duration.ofMillis(300),
                Duration.ofMillis(600))));
  }

  RawClient client() {
    return RawClient.to(server.local("main"));
  }

  /// Waits for a condition.
  static void eventually(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited 10 s for: " + what);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    server.close();
    loops.close();
    events.close();
  }
}

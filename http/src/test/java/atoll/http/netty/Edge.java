package atoll.http.netty;

import atoll.http.HttpLimits;
import atoll.http.server.Handler;
import java.nio.ByteBuffer;
import java.time.Duration;

/// The server that malformed input is thrown at: tight limits, and a handler that reads all of a
/// body and answers 200.
final class Edge {

  static final HttpLimits LIMITS =
      HttpLimits.DEFAULTS
          .withHead(new HttpLimits.Head(1000, 4000, 20))
          .withBody(new HttpLimits.Body(10_000, 1000, 100_000, 10_000))
          .withPace(
              new HttpLimits.Pace(
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(1),
                  1000,
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(2)));

  private Edge() {}

  static TestServer start() {
    return TestServer.start(
        TestServer.limits(limits -> LIMITS),
        Handler.onVirtualThread(exchange -> {
          ByteBuffer piece = ByteBuffer.allocate(100);
          while (exchange.body().read(piece.clear()) >= 0) {}
          exchange.send("fine");
        }));
  }
}

package atoll.cueball;

import atoll.cueball.tcp.TcpConnector;
import atoll.cueball.tcp.TcpStream;
import atoll.kit.Deadline;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The example of the README, word for word.
final class ReadmeExample {

  private ReadmeExample() {}

  // begin of the example
  static String askEither(Endpoint one, Endpoint other, String question) {
    var clock = new RealClock();
    var connector = new TcpConnector(new RealNet(), clock);
    var resolver = new StaticResolver(List.of(one, other));
    try (var runner = new RealRunner(Events.NONE)) {
      var metrics = new PoolMetrics(new Registry());
      var seams = new PoolSeams(clock, runner, new RealRandomness(), Events.NONE, metrics);
      var limits = PoolLimits.USUAL.withConnections(4);
      try (Pool<TcpStream> pool = Pool.start("echo", seams, limits, resolver, connector)) {
        var deadline = Deadline.after(clock, Duration.ofSeconds(5));
        try (Claim<TcpStream> claim = pool.claim(deadline)) {
          var answer = ByteBuffer.allocate(100);
          claim.connection().write(deadline, StandardCharsets.UTF_8.encode(question));
          claim.connection().read(answer, deadline);
          return StandardCharsets.UTF_8.decode(answer.flip()).toString();
        }
      }
    }
  }
  // end of the example
}

package atoll.bench.fast;

import atoll.fast.FastLimits;
import atoll.fast.FastServer;
import atoll.fast.Seams;
import atoll.fast.demo.DemoProcedures;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import java.io.IOException;
import java.util.stream.Stream;

/// The answering process: prints its port, and ends with its standard input.
final class EchoServer {

  private EchoServer() {}

  public static void main(String[] arguments) throws IOException {
    try (RealRunner runner = new RealRunner(Events.NONE);
        FastServer server =
            FastServer.start(
                new Seams(new RealClock(), new RealNet(), runner, Events.NONE),
                new Endpoint("127.0.0.1", 0),
                DemoProcedures.all(Stream::empty),
                FastLimits.USUAL)) {
      System.out.println(server.local().port());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Waits for the end.
      }
    }
  }
}

package atoll.bench.sharkspotter;

import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
import atoll.cueball.StaticResolver;
import atoll.cueballpostgres.PostgresSettings;
import atoll.fast.FastServer;
import atoll.fast.Seams;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.morayembedded.MorayServer;
import atoll.morayembedded.store.Store;
import atoll.morayembedded.store.StoreSettings;
import java.io.IOException;

/// A moray server over PostgreSQL that prints its port and serves until its input ends. Arguments:
/// PostgreSQL's port, the database.
final class MorayProcess {

  private MorayProcess() {}

  public static void main(String[] arguments) throws IOException {
    RealClock clock = new RealClock();
    Endpoint postgres = new Endpoint("127.0.0.1", Integer.parseInt(arguments[0]));
    try (RealRunner runner = new RealRunner(Events.NONE);
        Store store =
            Store.postgres(
                new PoolSeams(
                    clock,
                    runner,
                    new RealRandomness(),
                    Events.NONE,
                    new PoolMetrics(new Registry())),
                new StaticResolver(postgres),
                PostgresSettings.of("postgres", "", arguments[1]),
                StoreSettings.USUAL);
        FastServer server =
            MorayServer.start(
                new Seams(clock, new RealNet(), runner, Events.NONE),
                new Endpoint("127.0.0.1", 0),
                store)) {
      System.out.println(server.local().port());
      while (System.in.read() >= 0) {
        // Until whoever started this is done.
      }
    }
  }
}

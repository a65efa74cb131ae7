package atoll.bench.cueball;

import atoll.bench.measure.Bench;
import atoll.bench.measure.Rounds;
import atoll.bench.measure.Spread;
import atoll.cueball.Backend;
import atoll.cueball.Connector;
import atoll.cueball.Pool;
import atoll.cueball.PoolLimits;
import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
import atoll.cueball.StaticResolver;
import atoll.kit.Deadline;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintStream;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;

/// Claims of a pool beside HikariCP's getConnection and close, both of ten connections that do
/// nothing, in one process and by turns. Immutable.
public final class CueballBench implements Bench {

  private static final int CONNECTIONS = 10;
  private static final int MANY = 64;
  private static final int ROUNDS = 7;
  private static final long ROUND_MILLIS = 700;
  private static final long WARM_UP_MILLIS = 1_500;

  @Override
  public String name() {
    return "cueball";
  }

  @Override
  public String about() {
    return "claims/s by 1 and by 64 threads, beside HikariCP";
  }

  @Override
  public void run(PrintStream output) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSource(new NoOpDataSource());
    config.setMaximumPoolSize(CONNECTIONS);
    try (RealRunner runner = new RealRunner(Events.NONE);
        Pool<Connection> pool = pool(runner);
        HikariDataSource hikari = new HikariDataSource(config)) {
      ClaimLoad.Claiming ours = () -> pool.claim().close();
      ClaimLoad.Claiming theirs = () -> hikari.getConnection().close();
      output.printf(
          "Claims a second, each given back at once, %d connections that do nothing, %d rounds by"
              + " turns:%n",
          CONNECTIONS, ROUNDS);
      for (int threads : new int[] {1, MANY}) {
        var _ = ClaimLoad.perSecond(ours, threads, WARM_UP_MILLIS);
        var _ = ClaimLoad.perSecond(theirs, threads, WARM_UP_MILLIS);
        compare(ours, theirs, threads, output);
      }
    }
  }

  private static void compare(
      ClaimLoad.Claiming ours, ClaimLoad.Claiming theirs, int threads, PrintStream output)
      throws InterruptedException {
    List<List<Double>> rates =
        Rounds.byTurns(
            ROUNDS,
            List.of(ours, theirs),
            (claiming, _) -> ClaimLoad.perSecond(claiming, threads, ROUND_MILLIS));
    Spread mine = new Spread(14, 0);
    Spread peer = new Spread(14, 0);
    rates.getFirst().forEach(mine::add);
    rates.getLast().forEach(peer::add);
    output.printf("%-36s %s%n", threads + " threads: Pool.claim", mine);
    output.printf("%-36s %s%n", threads + " threads: HikariCP getConnection", peer);
    output.printf(Locale.ROOT, "%-36s %.2f%n", "  ratio of medians", mine.median() / peer.median());
  }

  private static Pool<Connection> pool(RealRunner runner) {
    var seams =
        new PoolSeams(
            new RealClock(),
            runner,
            new RealRandomness(),
            Events.NONE,
            new PoolMetrics(new Registry()));
    return Pool.start(
        "bench",
        seams,
        PoolLimits.USUAL.withConnections(CONNECTIONS),
        new StaticResolver(new Endpoint("127.0.0.1", 1)),
        new NoOpConnector());
  }

  /// Makes [NoOpConnection]s. Immutable.
  private static final class NoOpConnector implements Connector<Connection> {

    @Override
    public Connection connect(Backend backend, Deadline deadline) {
      return new NoOpConnection();
    }

    @Override
    public boolean isBroken(Connection connection) {
      return false;
    }

    @Override
    public void close(Connection connection) {}
  }
}

package atoll.bench.mkv;

import atoll.http.server.AccessLog;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.mkv.gateway.Gateway;
import atoll.mkv.store.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A process with a whole store of ours, until its input ends. Arguments: first port, hosts,
/// replicas, folder, `nginx` or `own`.
final class StoreProcess {

  private static final Map<String, String> LISTS_UNBOUNDED =
      Map.of(
          "MKV_LIMITS_LIST_RATE",
          "1000000",
          "MKV_LIMITS_LIST_BURST",
          "1000000",
          "MKV_LIMITS_LIST_CONCURRENCY",
          "64");

  private StoreProcess() {}

  public static void main(String[] arguments) throws IOException {
    RealRunner runner = new RealRunner(Events.NONE);
    LocalStore.Settings settings =
        LocalStore.Settings.inARow(
            "127.0.0.1",
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Path.of(arguments[3]),
            arguments[4].equals("nginx"));
    Gateway.Seams seams =
        new Gateway.Seams(
            new RealClock(), new RealRandomness(), runner, Events.NONE, AccessLog.NONE);
    try (LocalStore store = LocalStore.start(settings, LISTS_UNBOUNDED, seams, new Registry())) {
      System.out.println("ready " + store.usage().size());
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    } finally {
      runner.close();
    }
    System.exit(0);
  }
}

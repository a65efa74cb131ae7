package atoll.mkv.gateway;

import atoll.http.netty.EventLoops;
import atoll.http.server.AccessLog;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.mkv.config.ConfigFile;
import atoll.mkv.config.ConfigReading;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A gateway in a process of its own, which can be killed. Confined to one thread.
final class GatewayProcess implements AutoCloseable {

  final int port = FreePorts.row(2);
  private final Path config;
  private final List<String> flags;
  private Process process;

  /// @param flags of its JVM, besides the usual ones
  GatewayProcess(Path config, String... flags) throws IOException {
    this.config = config;
    this.flags = List.of(flags);
    this.process = start();
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1"));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            GatewayProcess.class.getName(),
            config.toString(),
            Integer.toString(port),
            Integer.toString(port + 1)));
    return new ProcessBuilder(command)
        .redirectError(config.resolveSibling("gateway.log").toFile())
        .start();
  }

  /// As `kill -9` does.
  void kill() throws InterruptedException {
    var _ = process.destroyForcibly().waitFor();
  }

  void restart() throws IOException {
    process = start();
  }

  @Override
  public void close() {
    var _ = process.destroyForcibly();
  }

  public static void main(String[] args) throws InterruptedException {
    Map<String, String> environment =
        Map.of(
            "MKV_SERVER_LISTEN", "127.0.0.1:" + args[1],
            "MKV_SERVER_ADMIN_LISTEN", "127.0.0.1:" + args[2]);
    ConfigReading reading = ConfigFile.read(Path.of(args[0]), environment);
    if (!(reading instanceof ConfigReading.Good good)) {
      throw new AssertionError(reading.toString());
    }
    try (EventLoops loops = EventLoops.start(1, EventLoops.Transport.BEST);
        RealRunner runner = new RealRunner(Events.NONE);
        Gateway gateway =
            Gateway.start(
                good.config(),
                loops,
                new Gateway.Seams(
                    new RealClock(), new RealRandomness(), runner, Events.NONE, AccessLog.NONE),
                new Registry(),
                () -> reading)) {
      System.out.println(gateway.describeIndex());
      new CountDownLatch(1).await();
    }
  }
}

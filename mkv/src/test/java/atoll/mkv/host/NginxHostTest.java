package atoll.mkv.host;

import atoll.kit.net.Endpoint;
import atoll.mkv.nginx.NginxHost;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stock nginx with the configuration that ships keeps the contract.
class NginxHostTest extends BlobHostContract {

  private @Nullable NginxHost host;

  @Override
  Endpoint start(Path of, Endpoint reading) throws IOException {
    // nginx as root opens files as the account of its workers.
    folder.toFile().setExecutable(true, false);
    Files.createDirectories(of);
    int port = FreePorts.one();
    NginxHost started =
        NginxHost.start(of, new Endpoint("127.0.0.1", port), Optional.of(reading), CLOCK);
    host = started;
    return started.at();
  }

  @Override
  void stop() {
    NginxHost running = host;
    if (running != null) {
      running.close();
    }
  }
}

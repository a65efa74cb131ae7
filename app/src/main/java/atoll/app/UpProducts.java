package atoll.app;

import atoll.app.mkv.GatewaySeams;
import atoll.app.process.Serving;
import atoll.http.server.AccessLog;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.event.CountingEvents;
import atoll.mkv.store.LocalStore;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volumeserver.ServerLimits;
import atoll.volumeserver.VolumeServer;
import atoll.volumeserver.master.Master;
import atoll.volumeserver.master.MasterSettings;
import atoll.volumeserver.node.Readiness;
import atoll.volumeserver.page.LogLevel;
import atoll.volumeserver.settings.SettingsAnswer;
import atoll.volumeserver.settings.SettingsReader;
import atoll.volumeserver.settings.StartSettings;
import atoll.volumeserver.wire.ServerAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The products of `atoll up`, in the order in which they start.
final class UpProducts {

  private static final long VOLUME_BYTES_MAX = 30_000L << 20;
  private static final Duration READY_TIME = Duration.ofSeconds(60);
  private static final Duration LOOK_PAUSE = Duration.ofMillis(20);

  private final UpSettings settings;
  private final Serving serving;

  UpProducts(UpSettings settings, Serving serving) {
    this.settings = settings;
    this.serving = serving;
  }

  List<Product> all() {
    return List.of(
        new Product("master", _ -> master()),
        new Product("volume server", this::volumeServer),
        new Product("mkv gateway", _ -> gateway()));
  }

  private ServerAddress masterAddress() {
    return new ServerAddress(settings.host(), settings.masterPort(), settings.masterGrpcPort());
  }

  private Product.Running master() {
    Master master =
        Master.start(
            new MasterSettings(
                masterAddress(), settings.masterData(), VOLUME_BYTES_MAX, ReplicaPlacement.NONE),
            serving.disk(),
            serving.clock(),
            serving.randomness(),
            serving.events());
    String address = "http://" + masterAddress().http();
    return new Product.Running(
        address + "/", "curl -F file=@README.md " + address + "/submit", master);
  }

  private Product.Running volumeServer(Consumer<AtollException> failed) {
    serving.disk().createDirectories(settings.volumeData());
    StartSettings start = read(Map.of());
    Registry registry = new Registry();
    VolumeServer server =
        VolumeServer.start(
            start,
            ServerLimits.USUAL,
            serving.clock(),
            new CountingEvents(registry, serving.events()),
            LogLevel.FIXED,
            registry,
            serving.runner(),
            failed);
    try {
      awaitReady(server.node().readiness());
    } catch (AtollException e) {
      server.close();
      throw e;
    }
    String address = "http://" + settings.host() + ":" + settings.volumePort();
    return new Product.Running(address + "/ui/index.html", "curl " + address + "/status", server);
  }

  private Product.Running gateway() {
    LocalStore store =
        LocalStore.start(
            new LocalStore.Settings(
                settings.host(),
                settings.mkvPort(),
                settings.mkvAdminPort(),
                UpSettings.MKV_HOSTS,
                UpSettings.MKV_HOSTS,
                settings.mkvData(),
                false),
            Map.of(),
            GatewaySeams.of(serving, AccessLog.NONE),
            new Registry());
    String address = "http://" + store.gateway().local();
    return new Product.Running(
        address + "/?list", "curl -T README.md " + address + "/readme", store);
  }

  private StartSettings read(Map<String, String> environment) {
    List<String> words =
        List.of(
            "-ip=" + settings.host(),
            "-port=" + settings.volumePort(),
            "-port.grpc=" + settings.volumeGrpcPort(),
            "-master=" + masterAddress(),
            "-dir=" + settings.volumeData(),
            "-max=0",
            "-preStopSeconds=0");
    return switch (SettingsReader.read(words, environment)) {
      case SettingsAnswer.Start(StartSettings start) -> start;
      case SettingsAnswer.Refused(List<String> problems) ->
          throw new AtollException(Fault.BAD_INPUT, String.join("; ", problems));
      case SettingsAnswer.Help _ ->
          throw new AtollException(Fault.BUG, "nobody asked for help with the volume server");
    };
  }

  private void awaitReady(Readiness readiness) {
    Deadline deadline = Deadline.after(serving.clock(), READY_TIME);
    while (!readiness.isReady()) {
      if (deadline.hasPassed(serving.clock())) {
        throw new AtollException(Fault.TIMEOUT, "it does not get ready: " + readiness.obstacle());
      }
      serving.runner().pause(LOOK_PAUSE);
    }
  }
}

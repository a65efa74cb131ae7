package atoll.app;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.disk.Disk;
import atoll.kit.event.CountingEvents;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealDisk;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
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
  private final Clock clock = new RealClock();
  private final Events events;
  private final RealRunner runner;

  UpProducts(UpSettings settings, Events events, RealRunner runner) {
    this.settings = settings;
    this.events = events;
    this.runner = runner;
  }

  List<Product> all() {
    return List.of(
        new Product("master", _ -> master()), new Product("volume server", this::volumeServer));
  }

  private ServerAddress masterAddress() {
    return new ServerAddress(settings.host(), settings.masterPort(), settings.masterGrpcPort());
  }

  private Product.Running master() {
    Master master =
        Master.start(
            new MasterSettings(
                masterAddress(), settings.masterData(), VOLUME_BYTES_MAX, ReplicaPlacement.NONE),
            new RealDisk(events),
            clock,
            new RealRandomness(),
            events);
    String address = "http://" + masterAddress().http();
    return new Product.Running(
        address + "/", "curl -F file=@README.md " + address + "/submit", master);
  }

  private Product.Running volumeServer(Consumer<AtollException> failed) {
    Disk disk = new RealDisk(events);
    disk.createDirectories(settings.volumeData());
    StartSettings start = read(Map.of());
    Registry registry = new Registry();
    VolumeServer server =
        VolumeServer.start(
            start,
            ServerLimits.USUAL,
            clock,
            new CountingEvents(registry, events),
            LogLevel.FIXED,
            registry,
            runner,
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
    Deadline deadline = Deadline.after(clock, READY_TIME);
    while (!readiness.isReady()) {
      if (deadline.hasPassed(clock)) {
        throw new AtollException(Fault.TIMEOUT, "it does not get ready: " + readiness.obstacle());
      }
      runner.pause(LOOK_PAUSE);
    }
  }
}

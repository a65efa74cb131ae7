package atoll.mkv.store;

import atoll.http.netty.EventLoops;
import atoll.http.server.AccessLog;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.disk.Disk;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealDisk;
import atoll.kit.real.RealRandomness;
import atoll.kit.run.Runner;
import atoll.mkv.config.ConfigFile;
import atoll.mkv.config.ConfigProblem;
import atoll.mkv.config.ConfigReading;
import atoll.mkv.gateway.Gateway;
import atoll.mkv.host.BlobHost;
import atoll.mkv.host.HostIdentity;
import atoll.mkv.host.HostLimits;
import atoll.mkv.key.HostId;
import atoll.mkv.nginx.NginxHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A whole store in one process, below one folder: hosts on the ports that follow the gateway's,
/// the gateway, and behind the hosts its port of administration.
///
/// ```
/// DATA/v1 … vN       the blobs of each host
/// DATA/index.db      the index
/// DATA/up.toml       the configuration, written anew at each start
/// ```
///
/// Shared; closed by one.
public final class LocalStore implements AutoCloseable {

  /// What to run.
  ///
  /// @param port the gateway's
  /// @param data absolute
  /// @param nginx whether the hosts are nginx processes
  public record Settings(
      String address, int port, int hosts, int replicas, Path data, boolean nginx) {

    public Settings {
      if (hosts < 1 || replicas < 1 || replicas > hosts) {
        throw new AtollException(
            Fault.BAD_INPUT,
            replicas + " replicas need as many hosts, and there are " + hosts + ", at least one");
      }
      if (port < 1 || port + hosts + 1 > 65_535) {
        throw new AtollException(
            Fault.BAD_INPUT, "port " + port + " leaves no " + (hosts + 1) + " ports behind it");
      }
    }

    public Endpoint gateway() {
      return new Endpoint(address, port);
    }

    public Endpoint admin() {
      return new Endpoint(address, port + hosts + 1);
    }

    private Endpoint host(int number) {
      return new Endpoint(address, port + number);
    }

    private Path folder(int number) {
      return data.resolve("v" + number);
    }

    private String config() {
      StringBuilder text = new StringBuilder();
      text.append("# Written by mkv up at each start.\n[server]\n");
      text.append("listen = \"").append(gateway()).append("\"\n");
      text.append("admin_listen = \"").append(admin()).append("\"\n\n");
      text.append("[index]\npath = \"index.db\"\n\n");
      text.append("[placement]\nreplicas = ").append(replicas).append("\n");
      for (int number = 1; number <= hosts; number++) {
        text.append("\n[[host]]\nid = \"v").append(number).append("\"\nurl = \"http://");
        text.append(host(number)).append("\"\n");
      }
      return text.toString();
    }
  }

  private final Settings settings;
  private final List<AutoCloseable> parts = new ArrayList<>();

  private LocalStore(Settings settings) {
    this.settings = settings;
  }

  /// Starts hosts and gateway, or nothing.
  ///
  /// @param environment whose `MKV_SECTION_KEY` win over what is written
  public static LocalStore start(
      Settings settings, Map<String, String> environment, Events events, Runner runner) {
    LocalStore store = new LocalStore(settings);
    boolean started = false;
    try {
      store.begin(environment, events, runner);
      started = true;
      return store;
    } finally {
      if (!started) {
        store.close();
      }
    }
  }

  private void begin(Map<String, String> environment, Events events, Runner runner) {
    Clock clock = new RealClock();
    Disk disk = new RealDisk(events);
    EventLoops loops =
        EventLoops.start(Runtime.getRuntime().availableProcessors(), EventLoops.Transport.BEST);
    parts.add(loops);
    for (int number = 1; number <= settings.hosts(); number++) {
      Path folder = settings.folder(number);
      boolean _ = HostIdentity.init(disk, folder, new HostId("v" + number));
      Endpoint at = settings.host(number);
      parts.add(
          settings.nginx()
              ? NginxHost.start(folder, at, clock)
              : BlobHost.start(
                  folder,
                  at,
                  HostLimits.USUAL,
                  loops,
                  new BlobHost.Seams(disk, clock, new RealRandomness(), runner, events)));
    }
    Path file = settings.data().resolve("up.toml");
    try {
      Files.writeString(file, settings.config());
    } catch (IOException failed) {
      throw new AtollException(Fault.IO, "cannot write " + file + ": " + failed, failed);
    }
    Gateway gateway =
        switch (ConfigFile.read(file, environment)) {
          case ConfigReading.Good good ->
              Gateway.start(
                  good.config(),
                  loops,
                  new Gateway.Seams(clock, new RealRandomness(), runner, events, AccessLog.NONE),
                  new Registry(),
                  () -> ConfigFile.read(file, environment));
          case ConfigReading.Bad bad ->
              throw new AtollException(
                  Fault.BAD_INPUT,
                  bad.problems().stream()
                      .map(ConfigProblem::toString)
                      .collect(Collectors.joining("; ")));
        };
    parts.add(gateway::drain);
  }

  /// How to use it.
  public List<String> usage() {
    String url = "http://" + settings.gateway();
    return List.of(
        "curl -X PUT -d value " + url + "/key",
        "curl -L " + url + "/key",
        "curl '" + url + "/?list'",
        "curl -X DELETE " + url + "/key",
        "curl http://" + settings.admin() + "/metrics");
  }

  /// Lets requests end and stops, the gateway first.
  @Override
  public void close() {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception failed) {
        throw new AtollException(Fault.BUG, "a part of the store does not stop: " + failed, failed);
      }
    }
    parts.clear();
  }
}

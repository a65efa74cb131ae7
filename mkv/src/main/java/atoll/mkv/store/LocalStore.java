package atoll.mkv.store;

import atoll.http.netty.EventLoops;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.disk.Disk;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealDisk;
import atoll.mkv.config.ConfigFile;
import atoll.mkv.gateway.Gateway;
import atoll.mkv.host.BlobHost;
import atoll.mkv.host.HostCounts;
import atoll.mkv.host.HostIdentity;
import atoll.mkv.host.HostLimits;
import atoll.mkv.key.HostId;
import atoll.mkv.nginx.NginxHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/// A whole store in one process, below one folder: hosts on the ports that follow the gateway's,
/// and the gateway.
///
/// ```
/// DATA/v1 … vN       the blobs of each host
/// DATA/index.db      the index
/// DATA/up.toml       the configuration, written anew at each start
/// ```
///
/// Shared (a concurrent stack of parts).
public final class LocalStore implements AutoCloseable {

  private static final int PORT_MAX = 65_535;

  /// What to run.
  ///
  /// @param port the gateway's
  /// @param adminPort of its health and metrics
  /// @param data absolute
  /// @param nginx whether the hosts are nginx processes
  public record Settings(
      String address, int port, int adminPort, int hosts, int replicas, Path data, boolean nginx) {

    public Settings {
      if (hosts < 1 || replicas < 1 || replicas > hosts) {
        throw new AtollException(
            Fault.BAD_INPUT,
            replicas + " replicas need as many hosts, and there are " + hosts + ", at least one");
      }
      if (port < 1 || port + hosts > PORT_MAX) {
        throw new AtollException(
            Fault.BAD_INPUT, "port " + port + " leaves no " + hosts + " ports behind it for hosts");
      }
      if (adminPort < 1 || adminPort > PORT_MAX) {
        throw new AtollException(Fault.BAD_INPUT, adminPort + " is no port for health and metrics");
      }
      if (adminPort >= port && adminPort <= port + hosts) {
        throw new AtollException(
            Fault.BAD_INPUT,
            "port "
                + adminPort
                + " cannot be for health and metrics: the gateway and its hosts have "
                + port
                + " to "
                + (port + hosts));
      }
    }

    /// With health and metrics on the port behind the last host's.
    public static Settings inARow(
        String address, int port, int hosts, int replicas, Path data, boolean nginx) {
      return new Settings(address, port, port + hosts + 1, hosts, replicas, data, nginx);
    }

    private Endpoint at(int number) {
      return new Endpoint(address, number);
    }

    private Path folder(int number) {
      return data.resolve("v" + number);
    }

    private String config() {
      StringBuilder text = new StringBuilder();
      text.append("# Written by mkv up at each start.\n[server]\n");
      text.append("listen = \"").append(at(port)).append("\"\n");
      text.append("admin_listen = \"").append(at(adminPort)).append("\"\n\n");
      text.append("[index]\npath = \"index.db\"\n\n");
      text.append("[placement]\nreplicas = ").append(replicas).append("\n");
      for (int number = 1; number <= hosts; number++) {
        text.append("\n[[host]]\nid = \"v").append(number).append("\"\nurl = \"http://");
        text.append(at(port + number)).append("\"\n");
      }
      return text.toString();
    }
  }

  private final Settings settings;
  private final ConcurrentLinkedDeque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
  private final Gateway gateway;
  private volatile boolean cutOff;

  private LocalStore(
      Settings settings, Map<String, String> environment, Gateway.Seams seams, Registry registry) {
    this.settings = settings;
    boolean started = false;
    try {
      this.gateway = begin(environment, seams, registry);
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /// Starts hosts and gateway, or nothing.
  ///
  /// @param environment whose `MKV_SECTION_KEY` win over what is written
  /// @throws AtollException what starting a host or a gateway throws
  public static LocalStore start(
      Settings settings, Map<String, String> environment, Gateway.Seams seams, Registry registry) {
    return new LocalStore(settings, environment, seams, registry);
  }

  private Gateway begin(Map<String, String> environment, Gateway.Seams seams, Registry registry) {
    Disk disk = new RealDisk(seams.events());
    disk.createDirectories(settings.data());
    EventLoops loops =
        EventLoops.start(Runtime.getRuntime().availableProcessors(), EventLoops.Transport.BEST);
    parts.push(loops);
    HostCounts.Page page = new HostCounts.Page(registry);
    for (int number = 1; number <= settings.hosts(); number++) {
      parts.push(host(number, disk, loops, seams, page));
    }
    Path file = settings.data().resolve("up.toml");
    try {
      Files.writeString(file, settings.config());
    } catch (IOException failed) {
      throw new AtollException(Fault.IO, "cannot write " + file + ": " + failed, failed);
    }
    Gateway begun =
        Gateway.start(
            ConfigFile.require(file, environment),
            loops,
            seams,
            registry,
            () -> ConfigFile.read(file, environment));
    parts.push(() -> cutOff = !begun.drain());
    return begun;
  }

  private AutoCloseable host(
      int number, Disk disk, EventLoops loops, Gateway.Seams seams, HostCounts.Page page) {
    Path folder = settings.folder(number);
    boolean _ = HostIdentity.init(disk, folder, new HostId("v" + number));
    Endpoint at = settings.at(settings.port() + number);
    return settings.nginx()
        ? NginxHost.start(folder, at, seams.clock())
        : BlobHost.start(
            folder,
            new BlobHost.Doors(at, Optional.empty()),
            HostLimits.USUAL,
            loops,
            new BlobHost.Seams(
                disk, seams.clock(), seams.randomness(), seams.runner(), seams.events()),
            page);
  }

  /// The gateway, which closes with the store.
  public Gateway gateway() {
    return gateway;
  }

  /// How to use it, as lines of a shell.
  public List<String> usage() {
    String url = "http://" + gateway.local();
    return List.of(
        "curl -X PUT -d hello " + url + "/greeting",
        "curl -L " + url + "/greeting",
        "curl '" + url + "/?list'",
        "curl -X DELETE " + url + "/greeting",
        "curl http://" + gateway.localAdmin() + "/metrics");
  }

  /// Lets requests end and stops.
  ///
  /// @return whether all requests ended by themselves
  public boolean drain() {
    close();
    return !cutOff;
  }

  /// Lets requests end and stops, the gateway first.
  @Override
  public void close() {
    @Nullable RuntimeException first = null;
    for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
      try {
        part.close();
      } catch (Exception failed) {
        AtollException why =
            new AtollException(Fault.BUG, "a part of the store does not stop: " + failed, failed);
        if (first == null) {
          first = why;
        } else {
          first.addSuppressed(why);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}

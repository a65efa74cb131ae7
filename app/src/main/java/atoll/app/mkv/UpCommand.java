package atoll.app.mkv;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.event.Level;
import atoll.kit.net.Endpoint;
import atoll.mkv.config.ConfigFile;
import atoll.mkv.config.ConfigReading;
import atoll.mkv.config.MkvConfig;
import atoll.mkv.gateway.Gateway;
import atoll.mkv.host.BlobHost;
import atoll.mkv.host.HostIdentity;
import atoll.mkv.host.HostLimits;
import atoll.mkv.key.HostId;
import atoll.mkv.nginx.NginxHost;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `mkv up`: a gateway with its hosts on the ports that follow, all in one process.
@Command(name = "up", description = "Runs a whole store on this machine.")
final class UpCommand implements Callable<Integer> {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int ADMIN_ABOVE = 900;
  private static final int PORT_MAX = 65_535;

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "3000",
      description = "The gateway's; hosts follow, and health is 900 above (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = {"--volumes", "--hosts"},
      paramLabel = "COUNT",
      defaultValue = "3",
      description = "How many hosts (${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--replicas",
      paramLabel = "COUNT",
      defaultValue = "3",
      description = "Copies of each value (${DEFAULT-VALUE}).")
  private int replicas;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "mkv-data",
      description = "Where everything is kept, and found again (${DEFAULT-VALUE}).")
  private Path data = Path.of("mkv-data");

  @Option(names = "--nginx", description = "Hosts are nginx, not our own.")
  private boolean nginx;

  /// A host that runs.
  private interface Running {
    void close();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (count < 1 || port < 1 || port + Math.max(count, ADMIN_ABOVE) > PORT_MAX) {
      throw new AtollException(
          Fault.BAD_INPUT, "at least one host, and ports up to " + PORT_MAX + " for all");
    }
    MkvConfig config =
        switch (config()) {
          case ConfigReading.Good good -> good.config();
          case ConfigReading.Bad bad -> throw ConfigFile.refusal(bad);
        };
    PrintWriter out = spec.commandLine().getOut();
    try (Serving serving = new Serving(spec.commandLine().getErr(), false, Level.WARN)) {
      Deque<Running> hosts = new ArrayDeque<>();
      try {
        for (MkvConfig.Host host : config.hosts()) {
          hosts.push(start(serving, host));
        }
        Gateway gateway = serving.gateway(config, this::config);
        tell(out, gateway);
        serving.serve(gateway);
      } finally {
        hosts.forEach(Running::close);
      }
    }
    return 0;
  }

  private Path root() {
    return data.toAbsolutePath().normalize();
  }

  private ConfigReading config() {
    StringBuilder text = new StringBuilder();
    text.append("[server]\nlisten = \"").append(LOOPBACK).append(':').append(port);
    text.append("\"\nadmin_listen = \"").append(LOOPBACK).append(':').append(port + ADMIN_ABOVE);
    text.append("\"\n[placement]\nreplicas = ").append(replicas).append('\n');
    for (int number = 1; number <= count; number++) {
      text.append("[[host]]\nid = \"v").append(number).append("\"\nurl = \"http://");
      text.append(LOOPBACK).append(':').append(port + number).append("\"\n");
    }
    return ConfigFile.parse(text.toString(), root().resolve("mkv.toml"), Map.of());
  }

  private Running start(Serving serving, MkvConfig.Host host) {
    Path folder = root().resolve(host.id().text());
    HostId id = host.id();
    var _ = HostIdentity.init(serving.hostSeams().disk(), folder, id);
    Endpoint at = host.at();
    if (nginx) {
      return NginxHost.start(folder, at, serving.clock())::close;
    }
    return BlobHost.start(folder, at, HostLimits.USUAL, serving.loops(), serving.hostSeams())
        ::close;
  }

  private void tell(PrintWriter out, Gateway gateway) {
    String address = "http://" + gateway.local();
    out.println(
        "A store of " + count + " hosts, " + replicas + " copies of each value, in " + root());
    out.println("  curl -X PUT -d hello " + address + "/greeting");
    out.println("  curl -L " + address + "/greeting");
    out.println("  curl '" + address + "/?list'");
    out.println("  curl -X DELETE " + address + "/greeting");
    out.println("Health and metrics: http://" + gateway.localAdmin() + "/metrics");
    out.println("It ends with Ctrl-C.");
    out.flush();
  }
}

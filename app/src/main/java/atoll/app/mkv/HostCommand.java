package atoll.app.mkv;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.event.Level;
import atoll.kit.net.Endpoint;
import atoll.mkv.host.BlobHost;
import atoll.mkv.host.HostIdentity;
import atoll.mkv.host.HostLimits;
import atoll.mkv.key.HostId;
import atoll.mkv.nginx.NginxHost;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mkv host DIR`: a blob host, our own or nginx.
@Command(
    name = "host",
    description = "Keeps blobs in a folder that `host init` has made.",
    subcommands = HostCommand.Init.class)
final class HostCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "The folder.")
  private @Nullable Path folder;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (${DEFAULT-VALUE}).")
  private String address = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "3001",
      description = "The port (${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--nginx", description = "Runs nginx, as hardened as it can be.")
  private boolean nginx;

  @Override
  public Integer call() throws InterruptedException {
    Path given = folder;
    if (given == null) {
      throw new ParameterException(spec.commandLine(), "expected a folder, or init");
    }
    Path root = given.toAbsolutePath().normalize();
    Endpoint at = new Endpoint(address, port);
    try (Serving serving = new Serving(spec.commandLine().getErr(), false, Level.INFO)) {
      if (nginx) {
        try (NginxHost host = NginxHost.start(root, at, serving.clock())) {
          serving.say("nginx serves " + root + " on " + host.at());
          Serving.awaitStop();
        }
      } else {
        serving.print(HostLimits.USUAL.list());
        try (BlobHost host =
            BlobHost.start(root, at, HostLimits.USUAL, serving.loops(), serving.hostSeams())) {
          serving.say("host " + host.id() + " serves " + root + " on " + host.local());
          Serving.awaitStop();
        }
      }
    }
    return 0;
  }

  /// `mkv host init DIR --id v1`
  @Command(
      name = "init",
      description = "Makes a folder a blob host and prints a configuration of nginx for it.")
  static final class Init implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder; it may not be there yet.")
    private Path folder = Path.of("");

    @Option(
        names = "--id",
        paramLabel = "ID",
        required = true,
        description = "The host's id in the gateway's configuration.")
    private String id = "";

    @Option(
        names = "--port",
        paramLabel = "PORT",
        defaultValue = "3001",
        description = "The port in the configuration that is printed (${DEFAULT-VALUE}).")
    private int port;

    @Override
    public Integer call() {
      Path root = folder.toAbsolutePath().normalize();
      if (port < 1 || port > 65_535) {
        throw new AtollException(Fault.BAD_INPUT, port + " is no port");
      }
      try (Serving serving = new Serving(spec.commandLine().getErr(), false, Level.WARN)) {
        boolean fresh = HostIdentity.init(serving.hostSeams().disk(), root, new HostId(id));
        serving.say(root + (fresh ? " is host " : " was host ") + id);
      }
      spec.commandLine()
          .getOut()
          .print(NginxHost.configOf(root, new Endpoint("127.0.0.1", port)).text());
      return 0;
    }
  }
}

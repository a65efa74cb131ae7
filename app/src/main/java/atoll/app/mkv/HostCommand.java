package atoll.app.mkv;

import atoll.app.process.Ending;
import atoll.app.process.Ports;
import atoll.app.process.Serving;
import atoll.http.netty.EventLoops;
import atoll.kit.count.LabelledValue;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.kit.net.Endpoint;
import atoll.mkv.host.BlobHost;
import atoll.mkv.host.HostCounts;
import atoll.mkv.host.HostIdentity;
import atoll.mkv.host.HostLimits;
import atoll.mkv.host.HostPage;
import atoll.mkv.key.HostId;
import atoll.mkv.nginx.NginxHost;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private String port = "3001";

  @Mixin private Output output;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "A port for /healthz and /metrics; none without it.")
  private @Nullable String adminPort;

  @Option(
      names = "--read-port",
      paramLabel = "PORT",
      description = "A port where files can be read and nothing else; none without it.")
  private @Nullable String readPort;

  @Option(names = "--nginx", description = "Runs nginx, as hardened as it can be.")
  private boolean nginx;

  @Override
  public Integer call() {
    Path given = folder;
    if (given == null) {
      throw new ParameterException(spec.commandLine(), "expected a folder, or init");
    }
    Path root = given.toAbsolutePath().normalize();
    if (nginx && adminPort != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--admin-port is for hosts of our own; nginx has its own status page");
    }
    Endpoint at = new Endpoint(address, Ports.parse(spec, "port", port));
    PrintWriter err = spec.commandLine().getErr();
    try (Serving serving = new Serving(err, EventForm.TEXT, Level.INFO)) {
      Optional<Endpoint> reading =
          Optional.ofNullable(readPort)
              .map(text -> new Endpoint(address, Ports.parse(spec, "read port", text)));
      return nginx ? nginx(root, at, reading, serving) : own(root, at, reading, serving);
    }
  }

  private int nginx(Path root, Endpoint at, Optional<Endpoint> reading, Serving serving) {
    HostId id = HostIdentity.read(serving.disk(), root);
    try (NginxHost host = NginxHost.start(root, at, reading, serving.clock())) {
      return serve("nginx, host", id, root, host.at());
    }
  }

  private int own(Path root, Endpoint at, Optional<Endpoint> reading, Serving serving) {
    HostLimits.USUAL.list().forEach(spec.commandLine().getErr()::println);
    try (EventLoops loops =
            EventLoops.start(
                Runtime.getRuntime().availableProcessors(), EventLoops.Transport.BEST);
        BlobHost host =
            BlobHost.start(
                root,
                new BlobHost.Doors(at, reading),
                HostLimits.USUAL,
                loops,
                seams(serving),
                new HostCounts.Page(serving.registry()))) {
      if (adminPort == null) {
        return serve("host", host.id(), root, host.local());
      }
      serving
          .registry()
          .gauges(
              "mkv_volume_free_bytes",
              "Bytes that may still be written.",
              List.of("volume"),
              () -> List.of(new LabelledValue(List.of(host.id().text()), host.usableBytes())));
      Endpoint admin = new Endpoint(address, Ports.parse(spec, "admin port", adminPort));
      try (HostPage _ = HostPage.start(admin, serving.registry(), loops, seams(serving))) {
        return serve("host", host.id(), root, host.local());
      }
    }
  }

  private static BlobHost.Seams seams(Serving serving) {
    return new BlobHost.Seams(
        serving.disk(), serving.clock(), serving.randomness(), serving.runner(), serving.events());
  }

  /// Tells where it is, and waits.
  private int serve(String what, HostId id, Path root, Endpoint at) {
    output.print(
        spec.commandLine().getOut(),
        new Output.Facts()
            .with("id", id.text())
            .with("folder", root.toString())
            .with("address", "http://" + at),
        () ->
            GatewayLife.say(
                spec.commandLine().getErr(), what + " " + id + " serves " + root + " on " + at));
    int code = new Ending().await();
    return code == Ending.TERMINATED ? 0 : code;
  }

  /// `mkv host init DIR --id v1`
  @Command(
      name = "init",
      description = "Makes a folder a blob host and prints a configuration of nginx for it.")
  static final class Init implements Callable<Integer> {

    private static final int READ_ABOVE = 100;

    @Spec private CommandSpec spec;
    @Mixin private Output output;

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
    private String port = "3001";

    @Option(
        names = "--read-port",
        paramLabel = "PORT",
        description = "The port for clients that are redirected (100 above --port).")
    private @Nullable String readPort;

    @Override
    public Integer call() {
      Path root = folder.toAbsolutePath().normalize();
      Endpoint at = new Endpoint("127.0.0.1", Ports.parse(spec, "port", port));
      String reading = readPort == null ? Integer.toString(at.port() + READ_ABOVE) : readPort;
      Endpoint readAt = new Endpoint("127.0.0.1", Ports.parse(spec, "read port", reading));
      boolean fresh;
      try (Serving serving = new Serving(spec.commandLine().getErr(), EventForm.TEXT, Level.WARN)) {
        fresh = HostIdentity.init(serving.disk(), root, new HostId(id));
      }
      PrintWriter out = spec.commandLine().getOut();
      String config = NginxHost.configOf(root, at, Optional.of(readAt)).text();
      output.print(
          out,
          new Output.Facts()
              .with("id", id)
              .with("folder", root.toString())
              .with("fresh", fresh)
              .with("nginx", config),
          () -> {
            GatewayLife.say(
                spec.commandLine().getErr(), root + (fresh ? " is host " : " was host ") + id);
            out.print(config);
          });
      return 0;
    }
  }
}

package atoll.app.mkv;

import atoll.app.process.Serving;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.mkv.store.LocalStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `mkv up`: a gateway with its hosts on the ports that follow, all in one process.
@Command(name = "up", description = "Runs a whole store on this machine.")
final class UpCommand implements Callable<Integer> {

  private static final int ADMIN_ABOVE = 900;

  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "3000",
      description = "The gateway's; hosts follow (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "For health and metrics (900 above the gateway's).")
  private @Nullable Integer adminPort;

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

  @Override
  public Integer call() {
    LocalStore.Settings settings =
        new LocalStore.Settings(
            "127.0.0.1",
            port,
            adminPort == null ? port + ADMIN_ABOVE : adminPort,
            count,
            replicas,
            data.toAbsolutePath().normalize(),
            nginx);
    PrintWriter err = spec.commandLine().getErr();
    try (Serving serving = new Serving(err, EventForm.TEXT, Level.WARN);
        LocalStore store =
            LocalStore.start(
                settings, System.getenv(), GatewayLife.seams(serving, err), serving.registry())) {
      PrintWriter out = spec.commandLine().getOut();
      output.print(out, facts(settings, store), () -> tell(out, settings, store));
      return GatewayLife.untilStopped(store.gateway(), store::drain, err);
    }
  }

  private static Output.Facts facts(LocalStore.Settings settings, LocalStore store) {
    return new Output.Facts()
        .with("gateway", "http://" + store.gateway().local())
        .with("admin", "http://" + store.gateway().localAdmin())
        .with("hosts", settings.hosts())
        .with("replicas", settings.replicas())
        .with("data", settings.data().toString());
  }

  private static void tell(PrintWriter out, LocalStore.Settings settings, LocalStore store) {
    out.println(
        "A store of "
            + settings.hosts()
            + " hosts, "
            + settings.replicas()
            + " copies of each value, in "
            + settings.data());
    store.usage().forEach(line -> out.println("  " + line));
    out.println("It ends with Ctrl-C.");
  }
}

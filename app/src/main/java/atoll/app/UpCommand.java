package atoll.app;

import atoll.app.process.Ending;
import atoll.app.process.Ports;
import atoll.app.process.Serving;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `up`: every product on this machine, on the loopback address, with its data below one directory.
@Command
final class UpCommand implements Callable<Integer> {

  private static final int PORT_MAX = 65_535;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      defaultValue = "atoll-data",
      description = "Where everything is kept, and found again (${DEFAULT-VALUE}).")
  private Path data = Path.of("atoll-data");

  @Option(
      names = "--master-port",
      paramLabel = "PORT",
      defaultValue = "9333",
      description = "The master's port; its gRPC listens 10000 above (${DEFAULT-VALUE}).")
  private String masterPort = "9333";

  @Option(
      names = "--volume-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The volume server's port; its gRPC listens 10000 above (${DEFAULT-VALUE}).")
  private String volumePort = "8080";

  @Option(
      names = "--mkv-port",
      paramLabel = "PORT",
      defaultValue = "3000",
      description =
          "The port of mkv's gateway; its hosts follow, its health is 900 above"
              + " (${DEFAULT-VALUE}).")
  private String mkvPort = "3000";

  @Option(
      names = "--verbose",
      description = "Also tells what usually happens, not only what should not.")
  private boolean verbose;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    UpSettings settings =
        UpSettings.of(
            "127.0.0.1",
            port("master", masterPort, UpSettings.GRPC_ABOVE, "gRPC"),
            port("volume server's", volumePort, UpSettings.GRPC_ABOVE, "gRPC"),
            port("mkv", mkvPort, UpSettings.ADMIN_ABOVE, "its health"),
            data.toAbsolutePath().normalize());
    Ending ending = new Ending();
    try (Serving serving = new Serving(err, EventForm.TEXT, verbose ? Level.INFO : Level.WARN)) {
      List<Product.Started> started =
          Product.startAll(new UpProducts(settings, serving).all(), ending::because);
      try {
        tell(started, settings, out);
        return ending.await();
      } finally {
        Product.stopAll(started);
      }
    }
  }

  /// @param above how far above it the port lies that `what` takes
  private int port(String whose, String text, int above, String what) {
    int port = Ports.parse(spec, whose + " port", text);
    if (port + above > PORT_MAX) {
      throw new ParameterException(
          spec.commandLine(),
          "the %s port %d leaves none %d above it for %s; choose one up to %d"
              .formatted(whose, port, above, what, PORT_MAX - above));
    }
    return port;
  }

  private static void tell(List<Product.Started> started, UpSettings settings, PrintWriter out) {
    out.println("Atoll is up. Its data is in " + settings.data() + "; Ctrl-C stops it.");
    for (Product.Started each : started) {
      out.println();
      out.println("  " + each.product().name() + ": " + each.running().address());
      out.println("    " + each.running().toTry());
    }
    out.flush();
  }
}

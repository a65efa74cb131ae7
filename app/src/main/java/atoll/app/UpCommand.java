package atoll.app;

import atoll.kit.AtollException;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.kit.log.EventLog;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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
            port("master", masterPort),
            port("volume server's", volumePort),
            data.toAbsolutePath().normalize());
    EventLog events =
        new EventLog(new RealClock(), err, EventForm.TEXT, verbose ? Level.INFO : Level.WARN);
    RealRunner runner = new RealRunner(events);
    events.start(runner);
    AtomicReference<@Nullable AtollException> failure = new AtomicReference<>();
    List<Product.Started> started;
    try {
      started =
          Product.startAll(
              new UpProducts(settings, events, runner).all(),
              why -> {
                if (failure.compareAndSet(null, why)) {
                  // The hook that stops the products runs on a thread of its own.
                  Thread.ofPlatform()
                      .name("up end")
                      .start(() -> System.exit(why.fault().exitCode()));
                }
              });
    } catch (RuntimeException e) {
      runner.close();
      events.close();
      throw e;
    }
    tell(started, settings, out);
    UntilStopped.run(
        "up",
        () -> {
          Product.stopAll(started);
          runner.close();
          events.close();
          AtollException why = failure.get();
          if (why != null) {
            err.println("atoll up: " + why.getMessage());
          }
        });
    return 0;
  }

  private int port(String whose, String text) {
    int port = Ports.parse(spec, whose + " port", text);
    if (port + UpSettings.GRPC_ABOVE > PORT_MAX) {
      throw new ParameterException(
          spec.commandLine(),
          "the %s port %d leaves none 10000 above it for gRPC; choose one up to %d"
              .formatted(whose, port, PORT_MAX - UpSettings.GRPC_ABOVE));
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

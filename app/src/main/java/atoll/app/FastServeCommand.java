package atoll.app;

import atoll.app.process.Ending;
import atoll.app.process.Ports;
import atoll.app.process.Serving;
import atoll.fast.FastLimits;
import atoll.fast.FastMetrics;
import atoll.fast.FastServer;
import atoll.fast.Seams;
import atoll.fast.demo.DemoProcedures;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Limit;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealNet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fastserve`: a server of the demo procedures, with a page of metrics and one of what it is doing
/// on a second port. Interrupted, it stops; with `--quiesce` it first waits until its clients have
/// left.
@Command
final class FastServeCommand implements Callable<Integer> {

  private static final int MONITOR_ABOVE = 800;
  private static final Duration LONGEST_QUIESCE = Duration.ofDays(1);
  private static final List<Path> WORDS =
      List.of(Path.of("/usr/dict/words"), Path.of("/usr/share/dict/words"));

  @Spec private CommandSpec spec;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "The port for requests (2030).")
  private @Nullable String port;

  @Option(
      names = {"-m", "--mon-port"},
      paramLabel = "PORT",
      description = "The port of /metrics and /kang/snapshot (800 above the other).")
  private @Nullable String monitorPort;

  @Option(
      names = {"-q", "--quiesce"},
      description = "When interrupted, waits until all clients have left.")
  private boolean quiesce;

  @Parameters(
      arity = "0..1",
      paramLabel = "ADDRESS",
      description = "Where to listen, HOST:PORT (127.0.0.1:2030).")
  private @Nullable String address;

  /// Where to listen, whichever way it was said.
  private record Doors(Endpoint requests, Endpoint monitor) {}

  @Override
  public Integer call() {
    Doors doors = doors();
    PrintWriter err = spec.commandLine().getErr();
    for (Limit limit : FastLimits.USUAL.list()) {
      err.println(limit);
    }
    try (Serving serving = new Serving(err, EventForm.TEXT, Level.INFO);
        FastServer server =
            FastServer.start(
                new Seams(serving.clock(), new RealNet(), serving.runner(), serving.events()),
                doors.requests(),
                DemoProcedures.all(FastServeCommand::words),
                FastLimits.USUAL,
                new FastMetrics(serving.registry()));
        FastMonitor _ = FastMonitor.start(doors.monitor(), server, serving.registry())) {
      int code = new Ending().await();
      stop(server, serving.clock());
      return code;
    }
  }

  private void stop(FastServer server, Clock clock) {
    if (quiesce) {
      server.stopListening();
      var _ = server.awaitNoConnections(Deadline.after(clock, LONGEST_QUIESCE));
    }
  }

  private Doors doors() {
    Endpoint at =
        address == null
            ? new Endpoint("127.0.0.1", port == null ? 2030 : Ports.parse(spec, "fast port", port))
            : parse(address);
    int monitor =
        monitorPort == null
            ? at.port() + MONITOR_ABOVE
            : Ports.parse(spec, "monitoring port", monitorPort);
    if (at.port() == monitor) {
      throw bad("fast and monitoring ports must differ: " + monitor);
    }
    if (monitor > 65_535) {
      throw bad("invalid monitoring port: " + monitor + "; name one with --mon-port");
    }
    return new Doors(at, new Endpoint(at.host(), monitor));
  }

  private Endpoint parse(String text) {
    if (port != null) {
      throw bad("give the port once: in the address, or as --port");
    }
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw bad("expected HOST:PORT, not " + text);
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
    return new Endpoint(
        bracketed ? host.substring(1, host.length() - 1) : host,
        Ports.parse(spec, "fast port", text.substring(colon + 1)));
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  // The procedure that sends the words closes the file.
  @SuppressWarnings("StreamResourceLeak")
  private static Stream<String> words() {
    Path found = WORDS.stream().filter(Files::isReadable).findFirst().orElse(WORDS.getFirst());
    try {
      return Files.lines(found);
    } catch (IOException e) {
      throw new UncheckedIOException("open/read \"" + found + "\": " + e, e);
    }
  }
}

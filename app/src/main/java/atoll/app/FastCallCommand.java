package atoll.app;

import atoll.app.process.Ports;
import atoll.fast.CallOptions;
import atoll.fast.FastCall;
import atoll.fast.FastClient;
import atoll.fast.FastLimits;
import atoll.fast.Seams;
import atoll.fast.Step;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.fast.json.JsonKind;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import atoll.kit.run.Runner;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fastcall HOST PORT METHOD ARGS`: makes one call and prints each value on a line. The words may
/// also be given as options; then the host is 127.0.0.1 and the port 2030 unless they are named.
@Command
final class FastCallCommand implements Callable<Integer> {

  private static final Duration TO_CONNECT = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @Option(
      names = {"-a", "--abandon-immediately"},
      description = "Gives the call up at once.")
  private boolean abandon;

  @Option(
      names = {"-c", "--leave-conn-open"},
      description = "Keeps the connection open until the program is interrupted.")
  private boolean leaveOpen;

  @Option(
      names = {"-H", "--host"},
      paramLabel = "HOST",
      description = "Where the server is.")
  private @Nullable String host;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Its port.")
  private @Nullable String port;

  @Option(
      names = {"-m", "--method"},
      paramLabel = "METHOD",
      description = "What is called.")
  private @Nullable String method;

  @Option(names = "--args", paramLabel = "ARGS", description = "The arguments, a JSON array.")
  private @Nullable String arguments;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "How long the call may take (${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  @Parameters(paramLabel = "HOST PORT METHOD ARGS", description = "The call, without options.")
  private List<String> words = List.of();

  /// What to call, whichever way it was said.
  private record Request(Endpoint to, String method, Values arguments) {}

  @Override
  public Integer call() {
    Request request = request();
    Clock clock = new RealClock();
    try (Runner runner = new RealRunner(Events.NONE)) {
      Seams seams = new Seams(clock, new RealNet(), runner, Events.NONE);
      try (FastClient client =
          FastClient.dial(
              seams, request.to(), FastLimits.USUAL, Deadline.after(clock, TO_CONNECT))) {
        int code = call(client, request);
        if (leaveOpen) {
          awaitInterrupt();
        }
        return code;
      }
    }
  }

  private int call(FastClient client, Request request) {
    PrintWriter out = spec.commandLine().getOut();
    CallOptions options = CallOptions.within(Duration.ofSeconds(timeoutSeconds));
    try (FastCall call = client.call(request.method(), request.arguments(), options)) {
      if (abandon) {
        call.abandon();
      }
      while (true) {
        switch (call.next()) {
          case Step.Value value -> out.println(onOneLine(value.json()));
          case Step.Done _ -> {
            return 0;
          }
          case Step.Failed failed -> {
            out.flush();
            spec.commandLine()
                .getErr()
                .println("fastcall: fast request: " + failed.failure().message());
            return failed.failure().fault().exitCode();
          }
        }
      }
    } finally {
      out.flush();
    }
  }

  /// Line ends stand only between the tokens of a JSON text, never inside one.
  private static String onOneLine(Json value) {
    return value.toString().replace('\n', ' ').replace('\r', ' ');
  }

  /// Until the process is told to end, which also closes the connection.
  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private Request request() {
    if (words.isEmpty()) {
      if (method == null || arguments == null) {
        throw bad("expected HOST PORT METHOD ARGS, or --method and --args");
      }
      return request(
          host == null ? "127.0.0.1" : host, port == null ? "2030" : port, method, arguments);
    }
    if (host != null || port != null || method != null || arguments != null) {
      throw bad("give the call either as four words or by options, not both");
    }
    if (words.size() != 4) {
      throw bad("expected four non-option arguments, HOST PORT METHOD ARGS");
    }
    return request(words.get(0), words.get(1), words.get(2), words.get(3));
  }

  private Request request(String toHost, String toPort, String called, String json) {
    Json parsed;
    try {
      parsed = Json.parse(json);
    } catch (AtollException e) {
      throw bad("arguments: " + e.getMessage());
    }
    if (parsed.kind() != JsonKind.ARRAY) {
      throw bad("arguments: expected a JSON array");
    }
    return new Request(
        new Endpoint(toHost, Ports.parse(spec, "TCP port", toPort)),
        called,
        Values.ofArray(parsed));
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

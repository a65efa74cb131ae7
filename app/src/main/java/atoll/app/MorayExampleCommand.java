package atoll.app;

import atoll.cueball.Resolver;
import atoll.cueball.StaticResolver;
import atoll.cueballdns.DnsLimits;
import atoll.cueballdns.DnsResolver;
import atoll.cueballdns.DnsService;
import atoll.cueballdns.ResolvConf;
import atoll.kit.Clock;
import atoll.kit.Randomness;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.kit.run.Runner;
import atoll.moray.MorayClient;
import atoll.moray.MorayLimits;
import atoll.moray.MoraySeams;
import atoll.moray.example.Example;
import atoll.moray.example.Examples;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `moray-example PROGRAM [WORD ...]`: runs one of the example programs of room `moray` against
/// servers that are named, or that DNS names.
@Command
final class MorayExampleCommand implements Callable<Integer> {

  private static final String SERVICE = "_moray._tcp";

  /// Where a domain without the service listens.
  private static final int USUAL_PORT = 2020;

  private @Nullable CommandSpec given;

  @Option(
      names = "--at",
      paramLabel = "HOST:PORT",
      description = "A server; may be given several times (127.0.0.1:2020).")
  private List<String> servers = List.of();

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "A moray shard's domain, whose servers DNS knows, such as 1.moray.example.com.")
  private @Nullable String domain;

  @Option(
      names = "--name-server",
      paramLabel = "HOST:PORT",
      description = "Who is asked for the domain (those of /etc/resolv.conf).")
  private List<String> nameServers = List.of();

  @Parameters(index = "0", paramLabel = "PROGRAM", description = "Which program.")
  private String program = "";

  @Parameters(index = "1..*", paramLabel = "WORD", description = "Its words.")
  private List<String> words = List.of();

  /// Takes the command's description and adds the programs to it.
  @Spec
  void describe(CommandSpec spec) {
    given = spec;
    spec.usageMessage()
        .footer(
            Stream.concat(
                    Stream.of("", "Programs:"),
                    Examples.ALL.stream()
                        .map(example ->
                            ("  " + example.name() + " " + example.usage()).stripTrailing()))
                .toArray(String[]::new));
  }

  private CommandLine line() {
    return Objects.requireNonNull(given, "picocli gives it first").commandLine();
  }

  @Override
  public Integer call() {
    Example example = Examples.named(program).orElseThrow(this::noSuchProgram);
    PrintWriter out = line().getOut();
    Clock clock = new RealClock();
    Randomness randomness = new RealRandomness();
    try (Runner runner = new RealRunner(Events.NONE)) {
      MoraySeams seams =
          MoraySeams.counting(
              clock, new RealNet(), runner, randomness, Events.NONE, new Registry());
      try (MorayClient client =
          MorayClient.start("moray-example", seams, MorayLimits.USUAL, resolver(seams))) {
        example.run(client, words, out);
      }
    } finally {
      out.flush();
    }
    return 0;
  }

  private Resolver resolver(MoraySeams seams) {
    if (domain == null) {
      if (!nameServers.isEmpty()) {
        throw bad("a name server is asked for a domain: give --domain too");
      }
      List<String> named = servers.isEmpty() ? List.of("127.0.0.1:" + USUAL_PORT) : servers;
      return new StaticResolver(named.stream().map(Endpoint::parse).toList());
    }
    if (!servers.isEmpty()) {
      throw bad("give the servers by --at or by --domain, not both");
    }
    List<Endpoint> asked =
        nameServers.isEmpty()
            ? ResolvConf.ofThisMachine()
            : nameServers.stream().map(Endpoint::parse).toList();
    return new DnsResolver(
        new DnsService(domain, SERVICE, USUAL_PORT),
        asked,
        DnsLimits.USUAL,
        seams.runner(),
        seams.randomness(),
        seams.events());
  }

  private ParameterException noSuchProgram() {
    String known = Examples.ALL.stream().map(Example::name).collect(Collectors.joining(", "));
    return bad("there is no program \"" + program + "\"; there are " + known);
  }

  private ParameterException bad(String message) {
    return new ParameterException(line(), message);
  }
}

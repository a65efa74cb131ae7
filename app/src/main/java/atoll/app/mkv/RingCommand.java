package atoll.app.mkv;

import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.mkv.config.MkvConfig;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.ring.HostRole;
import atoll.mkv.ring.Ring;
import atoll.mkv.ring.RingHost;
import atoll.mkv.ring.RingShares;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mkv ring`: what a configuration's ring does with keys. Computed; no host and no index is asked.
@Command(
    name = "ring",
    description = "Shows where keys go, and what another host would move.",
    subcommands = {RingCommand.Show.class, RingCommand.Explain.class, RingCommand.Simulate.class})
final class RingCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "expected show, explain or simulate");
  }

  private static Json shares(Ring ring, int replicas) {
    Output.Facts shares = new Output.Facts();
    RingShares.of(ring, replicas).forEach((host, share) -> shares.with(host.text(), share));
    return new Output.Facts()
        .with("ring", Long.toHexString(ring.epoch()))
        .with("replicas", replicas)
        .with("peak_to_fair", RingShares.peakToFair(ring, replicas))
        .with("shares", shares.toJson())
        .toJson();
  }

  private static void shares(PrintWriter out, Ring ring, int replicas) {
    out.println(
        "ring "
            + Long.toHexString(ring.epoch())
            + ", "
            + replicas
            + " replicas, largest share "
            + number(RingShares.peakToFair(ring, replicas))
            + " of a fair one");
    for (Map.Entry<HostId, Double> share : RingShares.of(ring, replicas).entrySet()) {
      out.println("  " + share.getKey() + "  " + number(100 * share.getValue()) + " %");
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /// `mkv ring show`
  @Command(name = "show", description = "Prints each host's share.")
  static final class Show implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;
    @Mixin private Output output;

    @Override
    public Integer call() {
      MkvConfig found = config.config();
      PrintWriter out = spec.commandLine().getOut();
      Ring ring = found.ring();
      int replicas = found.placement().replicas();
      if (output.isJson()) {
        out.println(shares(ring, replicas));
      } else {
        shares(out, ring, replicas);
      }
      return 0;
    }
  }

  /// `mkv ring explain KEY`
  @Command(name = "explain", description = "Prints the hosts that a key belongs on.")
  static final class Explain implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;
    @Mixin private Output output;

    @Parameters(paramLabel = "KEY", description = "A key, with its slash.")
    private String key = "";

    @Override
    public Integer call() {
      MkvConfig found = config.config();
      Key named = Key.of(key);
      PrintWriter out = spec.commandLine().getOut();
      List<HostId> all = found.ring().owners(named.hash(), Integer.MAX_VALUE);
      int replicas = Math.min(found.placement().replicas(), all.size());
      List<HostId> owners = all.subList(0, replicas);
      List<HostId> behind = all.subList(replicas, all.size());
      output.print(
          out,
          new Output.Facts()
              .with("key", key)
              .with("hash", named.hash().toHex())
              .with("owners", owners)
              .with("behind", behind),
          () -> {
            out.println("hash " + named.hash().toHex());
            owners.forEach(host -> out.println("owner  " + host));
            behind.forEach(host -> out.println("behind " + host));
          });
      return 0;
    }
  }

  /// `mkv ring simulate`
  @Command(name = "simulate", description = "Prints what other hosts would move.")
  static final class Simulate implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;
    @Mixin private Output output;

    @Option(
        names = "--add",
        paramLabel = "ID[:WEIGHT[:ZONE]]",
        description = "Another host; may be repeated.")
    private List<String> added = List.of();

    @Option(names = "--remove", paramLabel = "ID", description = "A host less; may be repeated.")
    private List<String> removed = List.of();

    @Option(
        names = "--weight",
        paramLabel = "ID=WEIGHT",
        description = "Another weight; may be repeated.")
    private List<String> weights = List.of();

    @Override
    public Integer call() {
      MkvConfig found = config.config();
      Ring before = found.ring();
      List<RingHost> hosts = new ArrayList<>(before.hosts());
      for (String id : removed) {
        if (!hosts.removeIf(host -> host.id().text().equals(id))) {
          throw unknown(id);
        }
      }
      weights.forEach(text -> weigh(hosts, text));
      added.forEach(text -> hosts.add(parse(text)));
      Ring after = Ring.of(before.settings(), hosts);
      int replicas = found.placement().replicas();
      PrintWriter out = spec.commandLine().getOut();
      double moved = RingShares.moved(before, after, replicas);
      output.print(
          out,
          new Output.Facts()
              .with("before", shares(before, replicas))
              .with("after", shares(after, replicas))
              .with("moved", moved),
          () -> {
            shares(out, before, replicas);
            shares(out, after, replicas);
            out.println("moved: " + number(100 * moved) + " % of all copies");
          });
      return 0;
    }

    private static AtollException unknown(String id) {
      return new AtollException(Fault.BAD_INPUT, "no host has the id " + id);
    }

    private static RingHost parse(String text) {
      String[] parts = text.split(":", 3);
      return new RingHost(
          new HostId(parts[0]),
          parts.length > 1 ? weight(parts[1]) : 1,
          parts.length > 2 ? parts[2] : "",
          HostRole.ACTIVE);
    }

    private static void weigh(List<RingHost> hosts, String text) {
      String[] parts = text.split("=", 2);
      @Nullable RingHost old =
          hosts.stream().filter(host -> host.id().text().equals(parts[0])).findFirst().orElse(null);
      if (old == null || parts.length != 2) {
        throw unknown(text);
      }
      hosts.remove(old);
      hosts.add(new RingHost(old.id(), weight(parts[1]), old.zone(), old.role()));
    }

    private static double weight(String text) {
      try {
        double weight = Double.parseDouble(text);
        if (weight >= 0 && weight <= 1_000) {
          return weight;
        }
      } catch (NumberFormatException none) {
        throw new AtollException(Fault.BAD_INPUT, "\"" + text + "\" is no weight", none);
      }
      throw new AtollException(Fault.BAD_INPUT, text + " is no weight: 0 to 1000");
    }
  }
}

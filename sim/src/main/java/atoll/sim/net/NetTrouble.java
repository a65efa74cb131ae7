package atoll.sim.net;

import atoll.kit.Check;
import atoll.sim.SeededRandomness;
import atoll.sim.run.World;
import java.time.Duration;
import java.util.List;

/// A schedule of faults drawn from the seed: now and then two hosts are cut apart, in one or both
/// directions, a host is cut off from all, or the connections between two break. Each cut is mended
/// after a while.
///
/// Confined to the simulation.
public final class NetTrouble {

  private final World world;
  private final SimNet net;
  private final SeededRandomness chance;
  private final Duration mostBetween;
  private final Duration longest;
  private boolean stopped;

  private NetTrouble(World world, SimNet net, Duration mostBetween, Duration longest) {
    this.world = world;
    this.net = net;
    this.chance = world.randomness("net trouble");
    this.mostBetween = mostBetween;
    this.longest = longest;
  }

  /// Begins to make trouble.
  ///
  /// @param mostBetween the longest pause between two faults
  /// @param longest how long a cut lasts at most
  public static NetTrouble start(World world, SimNet net, Duration mostBetween, Duration longest) {
    Check.that(mostBetween.toNanos() > 0 && longest.toNanos() > 0, "trouble takes time");
    NetTrouble trouble = new NetTrouble(world, net, mostBetween, longest);
    trouble.next();
    return trouble;
  }

  /// Makes no more trouble and mends all cuts.
  public void stop() {
    stopped = true;
    net.healAll();
  }

  private void next() {
    world.after(
        upTo(mostBetween),
        "trouble",
        () -> {
          if (!stopped) {
            strike();
            next();
          }
        });
  }

  private void strike() {
    List<String> hosts = net.hosts();
    if (hosts.size() < 2) {
      return;
    }
    int first = chance.nextInt(hosts.size());
    int second = (first + 1 + chance.nextInt(hosts.size() - 1)) % hosts.size();
    String one = hosts.get(first);
    String other = hosts.get(second);
    switch (chance.nextInt(4)) {
      case 0 -> {
        net.cut(one, other);
        mendLater(one, List.of(other));
      }
      case 1 -> {
        net.partition(one, other);
        mendLater(one, List.of(other));
      }
      case 2 -> {
        net.isolate(one);
        mendLater(one, hosts);
      }
      default -> net.reset(one, other);
    }
  }

  private void mendLater(String host, List<String> others) {
    world.after(
        upTo(longest),
        "mend " + host,
        () -> {
          if (!stopped) {
            others.stream()
                .filter(other -> !other.equals(host))
                .forEach(other -> net.heal(host, other));
          }
        });
  }

  private Duration upTo(Duration most) {
    return Duration.ofNanos(1 + chance.nextLong(most.toNanos()));
  }
}

package atoll.sim.net;

import atoll.kit.Check;
import java.time.Duration;

/// How the way between two hosts behaves. Delays are drawn for each segment on its own, so streams
/// overtake each other; bytes within one stream never do.
///
/// @param leastDelay one way
/// @param mostDelay one way
/// @param bytesPerSecond for each direction of each connection; 0 is unlimited
/// @param windowBytes what a sender may have under way or unread before its writes wait
/// @param fragmentChance how probable it is that a read or a segment stops at a random byte
/// @param resetChance how probable it is that a segment's arrival breaks the connection instead
/// @param refuseChance how probable it is that a dial is refused
/// @param hangChance how probable it is that a dial is never answered
public record LinkTemper(
    Duration leastDelay,
    Duration mostDelay,
    long bytesPerSecond,
    int windowBytes,
    double fragmentChance,
    double resetChance,
    double refuseChance,
    double hangChance) {

  /// 50 µs to 1 ms, 64 KiB under way, every fourth read cut short, no faults.
  public static final LinkTemper CALM =
      new LinkTemper(Duration.ofNanos(50_000), Duration.ofMillis(1), 0, 1 << 16, 0.25, 0, 0, 0);

  /// Up to 200 ms, 8 KiB under way, one segment in 200 breaks its connection, one dial in ten is
  /// refused and one in twenty hangs.
  public static final LinkTemper ROUGH =
      new LinkTemper(
          Duration.ofNanos(50_000), Duration.ofMillis(200), 0, 1 << 13, 0.5, 0.005, 0.1, 0.05);

  public LinkTemper {
    Check.that(!leastDelay.isNegative(), "a delay is not negative");
    Check.that(mostDelay.compareTo(leastDelay) >= 0, "the longest delay is not below the least");
    Check.that(windowBytes > 0 && bytesPerSecond >= 0, "window and bandwidth are not negative");
  }

  public LinkTemper withDelay(Duration least, Duration most) {
    return new LinkTemper(
        least,
        most,
        bytesPerSecond,
        windowBytes,
        fragmentChance,
        resetChance,
        refuseChance,
        hangChance);
  }

  public LinkTemper withBandwidth(long bytesASecond) {
    return new LinkTemper(
        leastDelay,
        mostDelay,
        bytesASecond,
        windowBytes,
        fragmentChance,
        resetChance,
        refuseChance,
        hangChance);
  }

  public LinkTemper withWindow(int bytes) {
    return new LinkTemper(
        leastDelay,
        mostDelay,
        bytesPerSecond,
        bytes,
        fragmentChance,
        resetChance,
        refuseChance,
        hangChance);
  }

  public LinkTemper withFragments(double chance) {
    return new LinkTemper(
        leastDelay,
        mostDelay,
        bytesPerSecond,
        windowBytes,
        chance,
        resetChance,
        refuseChance,
        hangChance);
  }

  /// The same way with other chances of trouble.
  public LinkTemper withFaults(double reset, double refuse, double hang) {
    return new LinkTemper(
        leastDelay, mostDelay, bytesPerSecond, windowBytes, fragmentChance, reset, refuse, hang);
  }
}

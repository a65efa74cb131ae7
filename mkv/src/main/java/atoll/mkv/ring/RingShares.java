package atoll.mkv.ring;

import atoll.mkv.key.HostId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How a ring divides keys among hosts, and what changes with another ring: computed from the arcs
/// between points, not from samples.
public final class RingShares {

  private static final double CIRCLE = 0x1p64;

  private RingShares() {}

  /// What part of all copies each host keeps; the parts add up to 1 where there are hosts.
  ///
  /// @param replicas copies of a key
  public static Map<HostId, Double> of(Ring ring, int replicas) {
    Map<HostId, Double> shares = new TreeMap<>();
    ring.hosts().forEach(host -> shares.put(host.id(), 0.0));
    int copies = Math.min(replicas, ring.eligibleCount());
    for (int index = 0; index < ring.pointCount(); index++) {
      double part = arcBefore(ring, index) / copies;
      for (HostId owner : ring.owners(ring.pointAt(index), replicas)) {
        shares.merge(owner, part, Double::sum);
      }
    }
    return shares;
  }

  /// The largest share in proportion to what the host's weight asks for: 1 is perfect.
  public static double peakToFair(Ring ring, int replicas) {
    Map<HostId, Double> shares = of(ring, replicas);
    double total = 0;
    for (RingHost host : ring.hosts()) {
      total += weight(host);
    }
    double peak = 0;
    for (RingHost host : ring.hosts()) {
      double fair = weight(host) / total;
      if (fair > 0) {
        peak = Math.max(peak, shares.getOrDefault(host.id(), 0.0) / fair);
      }
    }
    return peak;
  }

  private static double weight(RingHost host) {
    return host.role().isWritable() ? host.weight() : 0;
  }

  /// What part of all copies lies elsewhere under the other ring.
  public static double moved(Ring before, Ring after, int replicas) {
    double moved = 0;
    double copies = Math.min(replicas, Math.max(before.eligibleCount(), after.eligibleCount()));
    long[] cuts = merged(before, after);
    for (int index = 0; index < cuts.length; index++) {
      double part = arc(cuts[index == 0 ? cuts.length - 1 : index - 1], cuts[index], cuts.length);
      List<HostId> old = before.owners(cuts[index], replicas);
      Set<HostId> fresh = new HashSet<>(after.owners(cuts[index], replicas));
      fresh.removeAll(new HashSet<>(old));
      moved += part * fresh.size() / copies;
    }
    return moved;
  }

  private static long[] merged(Ring one, Ring other) {
    long[] all = new long[one.pointCount() + other.pointCount()];
    for (int index = 0; index < one.pointCount(); index++) {
      all[index] = one.pointAt(index) ^ Long.MIN_VALUE;
    }
    for (int index = 0; index < other.pointCount(); index++) {
      all[one.pointCount() + index] = other.pointAt(index) ^ Long.MIN_VALUE;
    }
    Arrays.sort(all);
    long[] distinct = Arrays.stream(all).distinct().toArray();
    for (int index = 0; index < distinct.length; index++) {
      distinct[index] ^= Long.MIN_VALUE;
    }
    return distinct;
  }

  private static double arcBefore(Ring ring, int index) {
    int before = index == 0 ? ring.pointCount() - 1 : index - 1;
    return arc(ring.pointAt(before), ring.pointAt(index), ring.pointCount());
  }

  /// The part of the circle from one point (exclusive) to the next (inclusive).
  private static double arc(long from, long to, int count) {
    if (count == 1) {
      return 1;
    }
    return Math.scalb((double) ((to - from) >>> 1), 1) / CIRCLE;
  }
}

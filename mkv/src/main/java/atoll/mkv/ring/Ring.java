package atoll.mkv.ring;

import atoll.kit.Bytes;
import atoll.kit.Check;
import atoll.mkv.key.Digests;
import atoll.mkv.key.HostId;
import atoll.mkv.key.KeyHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A consistent-hash ring: each host has points on a circle of 64 bits, as many as its weight asks
/// for, and a key belongs to the hosts that follow its own point clockwise.
///
/// ```
/// point i of host h = the (i mod 4)-th eight bytes, big-endian, of
///                     SHA-256(seed + "|" + h + "|" + i/4)
/// ```
///
/// Points compare as unsigned numbers; equal ones by the host's id. The order in which hosts are
/// given does not matter. Only writable hosts of a weight above 0 have points. Immutable.
public final class Ring {

  private static final int POINTS_PER_DIGEST = 4;
  private static final short FREE = -1;

  private final RingSettings settings;

  /// All hosts, by id.
  private final List<RingHost> hosts;

  /// Ascending as unsigned numbers.
  private final long[] points;

  /// Whose each point is: a place in [#hosts].
  private final short[] owners;

  /// A number for each host's zone; a host without a zone is one of its own.
  private final int[] zones;

  private final int eligibleCount;
  private final int zoneCount;
  private final long epoch;

  private Ring(RingSettings settings, List<RingHost> hosts) {
    this.settings = settings;
    this.hosts = hosts;
    this.zones = new int[hosts.size()];
    List<String> known = new ArrayList<>();
    Set<Integer> used = new HashSet<>();
    int count = 0;
    int eligible = 0;
    for (int index = 0; index < zones.length; index++) {
      RingHost host = hosts.get(index);
      String zone = settings.spreadByZone() && !host.zone().isEmpty() ? "z" + host.zone() : "";
      String name = zone.isEmpty() ? "h" + host.id() : zone;
      if (!known.contains(name)) {
        known.add(name);
      }
      zones[index] = known.indexOf(name);
      int own = pointCount(host);
      count += own;
      if (own > 0) {
        eligible++;
        used.add(zones[index]);
      }
    }
    this.eligibleCount = eligible;
    this.zoneCount = used.size();
    this.points = new long[count];
    this.owners = new short[count];
    long[] unsorted = new long[count];
    short[] ownersUnsorted = new short[count];
    fill(unsorted, ownersUnsorted);
    sort(unsorted, ownersUnsorted);
    this.epoch = epochOf(settings, hosts);
  }

  /// Fills [#points] and [#owners]. Hosts come by id, so of equal points the lower id is first.
  private void sort(long[] unsorted, short[] ownersUnsorted) {
    long[] sorted = new long[unsorted.length];
    for (int index = 0; index < sorted.length; index++) {
      sorted[index] = unsorted[index] ^ Long.MIN_VALUE;
    }
    Arrays.sort(sorted);
    Arrays.fill(owners, FREE);
    for (int index = 0; index < unsorted.length; index++) {
      int at = Arrays.binarySearch(sorted, unsorted[index] ^ Long.MIN_VALUE);
      while (at > 0 && sorted[at - 1] == sorted[at]) {
        at--;
      }
      while (owners[at] != FREE) {
        at++;
      }
      points[at] = unsorted[index];
      owners[at] = ownersUnsorted[index];
    }
  }

  /// The ring of these hosts.
  public static Ring of(RingSettings settings, Collection<RingHost> hosts) {
    Check.that(hosts.size() <= Short.MAX_VALUE, "at most 32767 hosts");
    List<RingHost> sorted = hosts.stream().sorted(Comparator.comparing(RingHost::id)).toList();
    for (int index = 1; index < sorted.size(); index++) {
      HostId id = sorted.get(index).id();
      Check.that(!sorted.get(index - 1).id().equals(id), () -> "two hosts with the id " + id);
    }
    return new Ring(settings, sorted);
  }

  private int pointCount(RingHost host) {
    return host.role().isWritable()
        ? (int) Math.round(settings.pointsPerWeight() * host.weight())
        : 0;
  }

  private void fill(long[] into, short[] whose) {
    int next = 0;
    for (int index = 0; index < hosts.size(); index++) {
      RingHost host = hosts.get(index);
      int own = pointCount(host);
      for (int point = 0; point < own; point += POINTS_PER_DIGEST) {
        String text = settings.seed() + "|" + host.id() + "|" + point / POINTS_PER_DIGEST;
        ByteBuffer digest = ByteBuffer.wrap(sha256(text));
        for (int part = 0; part < POINTS_PER_DIGEST && point + part < own; part++) {
          into[next] = digest.getLong();
          whose[next] = (short) index;
          next++;
        }
      }
    }
  }

  private static byte[] sha256(String text) {
    return Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Depends on all that decides over placement and on nothing else.
  private static long epochOf(RingSettings settings, List<RingHost> hosts) {
    StringBuilder text = new StringBuilder("mkv ring 1\n");
    text.append(settings.pointsPerWeight()).append('|').append(settings.spreadByZone());
    text.append('|').append(settings.seed()).append('\n');
    for (RingHost host : hosts) {
      if (host.role().isWritable() && host.weight() > 0) {
        text.append(host.id()).append('|').append(host.weight()).append('|').append(host.zone());
        text.append('\n');
      }
    }
    return Bytes.of(sha256(text.toString())).asBuffer().getLong(0);
  }

  /// The hosts that a key belongs on, the first one first, zones that are not there yet before
  /// others. As many as asked for, or all that there are.
  public List<HostId> owners(KeyHash key, int count) {
    return owners(key.point(), count);
  }

  List<HostId> owners(long point, int count) {
    int wanted = Math.min(count, eligibleCount);
    if (wanted <= 0) {
      return List.of();
    }
    List<HostId> found = new ArrayList<>(wanted);
    for (int owner : walk(point, wanted)) {
      found.add(hosts.get(owner).id());
    }
    return found;
  }

  /// Walks clockwise: hosts of new zones are taken, others wait; where zones run out, those that
  /// waited follow in the order in which they were met.
  private int[] walk(long point, int wanted) {
    int fromZones = Math.min(wanted, zoneCount);
    int[] taken = new int[wanted];
    int takenCount = 0;
    LinkedHashSet<Integer> waiting = null;
    int at = firstAtOrBehind(point);
    int spare = wanted - fromZones;
    for (int step = 0; step < points.length; step++) {
      if (takenCount == fromZones && (waiting == null ? 0 : waiting.size()) >= spare) {
        break;
      }
      int owner = owners[at];
      at = at + 1 == points.length ? 0 : at + 1;
      if (takenCount < fromZones && !hasZoneOf(taken, takenCount, owner)) {
        taken[takenCount++] = owner;
      } else if (spare > 0 && !has(taken, takenCount, owner)) {
        waiting = waiting == null ? new LinkedHashSet<>() : waiting;
        if (waiting.size() < spare || waiting.contains(owner)) {
          waiting.add(owner);
        }
      }
    }
    if (waiting != null) {
      for (int owner : waiting) {
        if (takenCount < wanted) {
          taken[takenCount++] = owner;
        }
      }
    }
    return taken;
  }

  private boolean hasZoneOf(int[] taken, int count, int owner) {
    for (int index = 0; index < count; index++) {
      if (zones[taken[index]] == zones[owner]) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(int[] taken, int count, int owner) {
    for (int index = 0; index < count; index++) {
      if (taken[index] == owner) {
        return true;
      }
    }
    return false;
  }

  private int firstAtOrBehind(long point) {
    long flipped = point ^ Long.MIN_VALUE;
    int low = 0;
    int high = points.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if ((points[middle] ^ Long.MIN_VALUE) < flipped) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == points.length ? 0 : low;
  }

  /// A number that is another one when placement may be another one.
  public long epoch() {
    return epoch;
  }

  public RingSettings settings() {
    return settings;
  }

  /// All hosts, by id, those without points too.
  public List<RingHost> hosts() {
    return hosts;
  }

  /// How many hosts can be owners.
  public int eligibleCount() {
    return eligibleCount;
  }

  int pointCount() {
    return points.length;
  }

  long pointAt(int index) {
    return points[index];
  }
}

package atoll.mkv.plan;

import atoll.mkv.hosts.HostCondition;
import atoll.mkv.key.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// In which order the hosts of a key are read from.
public final class ReadChoice {

  private ReadChoice() {}

  /// Those that are up, then those that are suspect; those that are down are left out. Among equals
  /// `hint` decides who comes first, so that load is spread.
  public static List<HostId> of(
      List<HostId> hosts, Function<HostId, HostCondition> health, long hint) {
    List<HostId> order = new ArrayList<>(hosts.size());
    addRotated(order, hosts, health, HostCondition.UP, hint);
    addRotated(order, hosts, health, HostCondition.SUSPECT, hint);
    return order;
  }

  private static void addRotated(
      List<HostId> order,
      List<HostId> hosts,
      Function<HostId, HostCondition> health,
      HostCondition wanted,
      long hint) {
    int size = hosts.size();
    int first = size == 0 ? 0 : (int) Long.remainderUnsigned(hint, size);
    for (int step = 0; step < size; step++) {
      HostId host = hosts.get((first + step) % size);
      if (health.apply(host) == wanted) {
        order.add(host);
      }
    }
  }
}

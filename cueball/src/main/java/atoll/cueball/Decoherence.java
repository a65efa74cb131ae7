package atoll.cueball;

import atoll.kit.Randomness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Mixes the order in which idle connections are used. Clients that began together would otherwise
/// go round the backends in step and hit each of them all at once. Pure.
final class Decoherence {

  private Decoherence() {}

  /// The same elements in an order drawn at random, each order as likely as any other.
  static <T> List<T> mixed(Collection<T> ordered, Randomness chance) {
    List<T> mixed = new ArrayList<>(ordered);
    for (int last = mixed.size() - 1; last > 0; last--) {
      int chosen = chance.nextInt(last + 1);
      T moved = mixed.get(last);
      mixed.set(last, mixed.get(chosen));
      mixed.set(chosen, moved);
    }
    return mixed;
  }
}

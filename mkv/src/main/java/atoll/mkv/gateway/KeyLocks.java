package atoll.mkv.gateway;

import atoll.mkv.key.Key;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which keys are being changed through this gateway. Shared (a concurrent set).
final class KeyLocks {

  private final Set<Key> held = ConcurrentHashMap.newKeySet();

  /// Takes a key, if nobody has it.
  boolean tryTake(Key key) {
    return held.add(key);
  }

  void giveBack(Key key) {
    held.remove(key);
  }
}

package atoll.sim.disk;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/// A directory: the names that a program sees now, and those that the medium has. Confined to its
/// [SimDisk]'s lock.
final class Directory implements Node {

  private final SortedMap<String, Node> now = new TreeMap<>();
  private final SortedMap<String, Node> durable = new TreeMap<>();
  private Instant modified;

  Directory(Instant modified) {
    this.modified = modified;
  }

  SortedMap<String, Node> now() {
    return now;
  }

  SortedMap<String, Node> durable() {
    return durable;
  }

  Instant modified() {
    return modified;
  }

  void setModified(Instant time) {
    modified = time;
  }
}

package atoll.mkv.index;

import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import java.util.List;

/// A value on its way to its hosts. The index has it from before the first byte is sent until the
/// value is committed or given up, so that a gateway that dies in between leaves nothing behind
/// that nobody knows of.
///
/// @param generation in the names of its blobs
/// @param dueMillis when its gateway is surely gone, since 1970
public record Writing(Key key, Generation generation, List<HostId> hosts, long dueMillis) {
  public Writing {
    hosts = List.copyOf(hosts);
  }
}

package atoll.volumeserver.master;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import atoll.kit.unit.DataSize;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volumeserver.wire.ServerAddress;
import java.nio.file.Path;
import java.util.List;

/// What an operator says of the master. Immutable.
///
/// @param address where it listens, and under which volume servers know it
/// @param data where it remembers what it has handed out
/// @param volumeBytesMax beyond which a volume gets no more needles
/// @param replication of volumes for which nobody says another
public record MasterSettings(
    ServerAddress address, Path data, long volumeBytesMax, ReplicaPlacement replication)
    implements Limits {

  /// So many ids may be asked for at a time.
  static final int COUNT_MAX = 100_000;

  /// So large a form may be submitted.
  static final int SUBMIT_BYTES_MAX = 64 << 20;

  /// So many servers are kept track of.
  static final int SERVERS_MAX = 1000;

  public MasterSettings {
    Check.that(volumeBytesMax > 0, "a volume holds something");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("master.volume.bytes", size(volumeBytesMax), "a volume gets no more needles"),
        new Limit("master.assign.count.max", Integer.toString(COUNT_MAX), "answers 406"),
        new Limit("master.submit.bytes.max", size(SUBMIT_BYTES_MAX), "answers 413"),
        new Limit("master.servers.max", Integer.toString(SERVERS_MAX), "refuses one more server"));
  }

  private static String size(long bytes) {
    return DataSize.ofBytes(bytes).toString();
  }
}

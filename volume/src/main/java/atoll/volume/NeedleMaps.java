package atoll.volume;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.util.List;

/// Where volumes keep their needle maps.
///
/// @param kind for all volumes
/// @param changesMax after so many changes a map on disk is due to be merged with them; each takes
///   up to 17 bytes of memory until then
public record NeedleMaps(Kind kind, int changesMax) implements Limits {

  /// What a look-up goes to.
  public enum Kind {
    /// Memory: 16 or 17 bytes a needle, fewer where ids are dense.
    MEMORY,
    /// A file that is read once for a look-up, with a few hundredths of a byte a needle in memory:
    /// our own for volumes that are written to, the `.sdx` of other servers for those that are not
    /// when they are loaded. Needles deleted before a `.sdx` was made can no longer be read on
    /// purpose.
    DISK
  }

  private static final int CHANGES_MAX = 100_000;

  public static final NeedleMaps IN_MEMORY = new NeedleMaps(Kind.MEMORY, CHANGES_MAX);
  public static final NeedleMaps ON_DISK = new NeedleMaps(Kind.DISK, CHANGES_MAX);

  public NeedleMaps {
    Check.that(changesMax > 0, "a merge needs something to merge");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit(
            "volume.map.changes.max",
            "" + changesMax,
            "changes of a needle map on disk are merged into its file"));
  }
}

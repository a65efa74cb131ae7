package atoll.volume.files;

import java.util.Optional;

/// The files a volume may have, by the ends of their names. Each has its home in the data directory
/// or in the index directory, which often are the same.
public enum VolumeFile {
  /// Super block and needles.
  DATA(".dat", Home.DATA),
  /// The log of index rows. One beside the data file is used even if there is an index directory.
  INDEX(".idx", Home.INDEX),
  /// The volume info.
  INFO(".vif", Home.DATA),
  /// Live index rows in order of ids, for volumes that are not written to.
  SORTED_INDEX(".sdx", Home.INDEX),
  /// The sorted file of `DiskNeedleMap`, ours alone. Made anew where it does not fit its index.
  DISK_MAP(".anm", Home.INDEX),
  /// The data file that a vacuum is writing.
  COMPACTED_DATA(".cpd", Home.DATA),
  /// The index file that a vacuum is writing.
  COMPACTED_INDEX(".cpx", Home.INDEX),
  /// The sorted file of the map that a vacuum makes; becomes that of the volume, or is deleted.
  COMPACTED_MAP(".cpm", Home.INDEX),
  /// Empty; once it is there a vacuum has committed, and both renames must be finished.
  COMPACTION_COMMITTED(".cpc", Home.DATA),
  /// There while a copy of the volume is arriving. Found at start, the half copy is removed.
  COPYING(".note", Home.DATA),
  /// The Go server's LevelDB directory. Never read here; removed when it would become stale.
  LEVEL_DB(".ldb", Home.INDEX),
  /// The Go server's LevelDB directory during a vacuum.
  COMPACTION_LEVEL_DB(".cpldb", Home.INDEX),
  /// The Rust server's needle map. Never read here; removed when it would become stale.
  REDB(".rdb", Home.INDEX);

  /// Text that names a data directory towards the master: [DirectoryId].
  public static final String DIRECTORY_ID = "vol_dir.uuid";

  /// Empty; whoever serves or mends the volumes of a data directory holds its lock. Ours alone:
  /// SeaweedFS takes no notice of it.
  public static final String LOCK = "atoll.lock";

  /// Server state, in the index directory of the first location: `atoll.volume.info.ServerState`.
  public static final String SERVER_STATE = "state.pb";

  /// The two directories of a location.
  public enum Home {
    DATA,
    INDEX
  }

  private final String extension;
  private final Home home;

  VolumeFile(String extension, Home home) {
    this.extension = extension;
    this.home = home;
  }

  /// With its dot.
  public String extension() {
    return extension;
  }

  public Home home() {
    return home;
  }

  /// The name of this file of a volume, without directory.
  public String of(VolumeName volume) {
    return volume + extension;
  }

  /// Which file of which volume a name in a directory means; empty for all other names.
  public static Optional<Found> find(String fileName) {
    for (VolumeFile file : values()) {
      if (fileName.endsWith(file.extension)) {
        String base = fileName.substring(0, fileName.length() - file.extension.length());
        return VolumeName.parse(base).map(volume -> new Found(volume, file));
      }
    }
    return Optional.empty();
  }

  /// A file of a volume.
  public record Found(VolumeName volume, VolumeFile file) {}
}

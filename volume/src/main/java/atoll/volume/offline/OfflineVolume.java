package atoll.volume.offline;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.BufferPool;
import atoll.volume.RecordProbe;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeInfoFile;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;
import atoll.volume.index.OffsetWidth;
import atoll.volume.index.WidthGuess;
import atoll.volume.info.VolumeInfo;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.Place;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files of a volume, open for whoever looks through them. Opening changes nothing. Confined to
/// one thread; close it.
public final class OfflineVolume implements AutoCloseable {

  private static final int GUESS_BYTES = 4096;
  private static final String SHARD_INDEX = ".ecx";

  private final VolumeEnvironment environment;
  private final VolumePaths paths;
  private final DiskFile data;
  private final SuperBlock superBlock;
  private final OffsetWidth width;
  private final List<Finding> first;

  private OfflineVolume(
      VolumeEnvironment environment,
      VolumePaths paths,
      DiskFile data,
      SuperBlock superBlock,
      OffsetWidth width,
      List<Finding> first) {
    this.environment = environment;
    this.paths = paths;
    this.data = data;
    this.superBlock = superBlock;
    this.width = width;
    this.first = List.copyOf(first);
  }

  /// Opens the data file of a volume.
  ///
  /// @param given where the volume lies; an index beside the data comes before one apart
  /// @param width of the offsets; empty to tell it from the files, 4 bytes if nothing does
  /// @throws AtollException `NOT_FOUND` without a data file, `CORRUPT` if that does not begin with
  ///   a super block, else as the disk does
  public static OfflineVolume open(
      VolumeEnvironment environment, VolumePaths given, Optional<OffsetWidth> width) {
    Disk disk = environment.disk();
    boolean beside = disk.find(given.indexBesideData().index()).isPresent();
    VolumePaths paths = beside ? given.indexBesideData() : given;
    List<Finding> first = new ArrayList<>();
    VolumeInfo info = info(disk, paths, first);
    if (disk.find(paths.data()).isEmpty()) {
      throw new AtollException(
          Fault.NOT_FOUND,
          info.files().isEmpty()
              ? "there is no " + paths.data()
              : "%s lies in remote storage (%s); fetch it first"
                  .formatted(paths.data(), info.files().getFirst().backendName()));
    }
    remarks(disk, paths, info, first);
    DiskFile data = disk.open(paths.data(), OpenMode.READ);
    boolean opened = false;
    try {
      SuperBlock superBlock = superBlock(data, environment.buffers(), first);
      OffsetWidth used = width.orElseGet(() -> width(environment, paths, info, data, first));
      OfflineVolume volume = new OfflineVolume(environment, paths, data, superBlock, used, first);
      opened = true;
      return volume;
    } finally {
      if (!opened) {
        data.close();
      }
    }
  }

  private static VolumeInfo info(Disk disk, VolumePaths paths, List<Finding> first) {
    return switch (VolumeInfoFile.read(disk, paths)) {
      case VolumeInfo.Reading.Found(VolumeInfo found) -> found;
      case VolumeInfo.Reading.Absent _ -> VolumeInfo.EMPTY;
      case VolumeInfo.Reading.Malformed(String why) -> {
        first.add(
            new Finding(
                Finding.Kind.INFO,
                paths.info(),
                0,
                why + "; restore it, or remove it to let the volume load with defaults"));
        yield VolumeInfo.EMPTY;
      }
    };
  }

  private static void remarks(Disk disk, VolumePaths paths, VolumeInfo info, List<Finding> first) {
    for (VolumeFile left :
        List.of(
            VolumeFile.COPYING,
            VolumeFile.COMPACTION_COMMITTED,
            VolumeFile.COMPACTED_DATA,
            VolumeFile.COMPACTED_INDEX)) {
      if (disk.find(paths.of(left)).isPresent()) {
        first.add(
            note(
                paths.of(left),
                left == VolumeFile.COPYING
                    ? "a copy or a deletion did not end; the next start removes the volume"
                    : "a vacuum did not end; the next start, or fix, finishes or undoes it"));
      }
    }
    Path shards = paths.dataDirectory().resolve(paths.name() + SHARD_INDEX);
    if (disk.find(shards).isPresent()) {
      first.add(note(shards, "the volume has erasure shards; a server leaves the .dat aside"));
    }
    if (!info.files().isEmpty()) {
      first.add(note(paths.info(), "the data is in remote storage too"));
    }
  }

  private static Finding note(Path file, String what) {
    return new Finding(Finding.Kind.NOTE, file, 0, what);
  }

  private static SuperBlock superBlock(DiskFile data, BufferPool buffers, List<Finding> first) {
    SuperBlock superBlock;
    try {
      superBlock = superBlock(data);
    } catch (AtollException e) {
      if (e.fault() != Fault.CORRUPT) {
        throw e;
      }
      throw new AtollException(
          Fault.CORRUPT,
          e.getMessage()
              + RecordVersions.of(data, SuperBlock.FIXED_BYTES, buffers)
                  .map(version -> "; " + correction(version))
                  .orElse("; restore its first 8 bytes, as from another copy of the volume"),
          e);
    }
    RecordVersions.of(data, superBlock.firstNeedleAt(), buffers)
        .filter(version -> version != superBlock.version())
        .ifPresent(version ->
            first.add(
                new Finding(
                    Finding.Kind.SUPER_BLOCK,
                    data.path(),
                    0,
                    "the super block says version %d, but %s"
                        .formatted(superBlock.version().number(), correction(version)))));
    return superBlock;
  }

  private static String correction(FormatVersion version) {
    return "the first records are whole in version %d: correct the first byte of the file to %d"
        .formatted(version.number(), version.number());
  }

  private static SuperBlock superBlock(DiskFile data) {
    Place place = new Place(data.path().toString(), 0);
    ByteBuffer fixed = ByteBuffer.allocateDirect(SuperBlock.FIXED_BYTES);
    data.readAt(0, fixed);
    ByteBuffer whole = ByteBuffer.allocateDirect(SuperBlock.bytesToRead(fixed.flip(), place));
    data.readAt(0, whole);
    return SuperBlock.read(whole.flip(), place);
  }

  /// What the info says if the rows do not contradict, else what they look like.
  private static OffsetWidth width(
      VolumeEnvironment environment,
      VolumePaths paths,
      VolumeInfo info,
      DiskFile data,
      List<Finding> first) {
    Optional<OffsetWidth> recorded = OffsetWidth.of(info.bytesOffset());
    Set<OffsetWidth> seen = seen(environment, paths, data.size());
    if (seen.size() != 1) {
      return recorded.orElse(OffsetWidth.FOUR);
    }
    OffsetWidth looks = seen.iterator().next();
    if (recorded.isPresent() && recorded.get() != looks) {
      first.add(
          new Finding(
              Finding.Kind.INFO,
              paths.info(),
              0,
              "it records %d-byte offsets, but the rows of %s have %d; correct it first"
                  .formatted(recorded.get().bytes(), paths.index(), looks.bytes())));
    }
    return looks;
  }

  private static Set<OffsetWidth> seen(
      VolumeEnvironment environment, VolumePaths paths, long dataBytes) {
    if (environment.disk().find(paths.index()).isEmpty()) {
      return EnumSet.noneOf(OffsetWidth.class);
    }
    try (DiskFile index = environment.disk().open(paths.index(), OpenMode.READ);
        BufferPool.Lease lease = environment.buffers().take(GUESS_BYTES)) {
      index.readAt(0, lease.buffer());
      return WidthGuess.of(lease.buffer().flip(), index.size(), dataBytes);
    }
  }

  public VolumePaths paths() {
    return paths;
  }

  public SuperBlock superBlock() {
    return superBlock;
  }

  public OffsetWidth width() {
    return width;
  }

  public long dataBytes() {
    return data.size();
  }

  VolumeEnvironment environment() {
    return environment;
  }

  DiskFile data() {
    return data;
  }

  NeedleFormat format() {
    return superBlock.version().needles();
  }

  RecordProbe probe() {
    return new RecordProbe(data, format(), environment.buffers());
  }

  /// What was found when it was opened.
  List<Finding> first() {
    return first;
  }

  /// The index file, which the caller closes; null if there is none.
  @Nullable DiskFile openIndex() {
    Disk disk = environment.disk();
    return disk.find(paths.index()).isEmpty() ? null : disk.open(paths.index(), OpenMode.READ);
  }

  @Override
  public void close() {
    data.close();
  }
}

package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.index.OffsetWidth;
import atoll.volume.index.WidthGuess;
import atoll.volume.info.VolumeInfo;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.Place;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Opens the files of a volume. Confined to one load.
final class VolumeLoader {

  private static final int GUESS_BYTES = 4096;

  private final VolumeEnvironment environment;
  private final Disk disk;
  private final OffsetWidth defaultWidth;
  private final EnumSet<Restriction> restrictions = EnumSet.noneOf(Restriction.class);
  private VolumePaths paths;

  VolumeLoader(VolumeEnvironment environment, VolumePaths paths, OffsetWidth defaultWidth) {
    this.environment = environment;
    this.disk = environment.disk();
    this.paths = paths;
    this.defaultWidth = defaultWidth;
  }

  LoadedVolume load() {
    if (disk.find(paths.indexBesideData().index()).isPresent()) {
      paths = paths.indexBesideData();
    }
    DiskEntry entry =
        disk.find(paths.data())
            .orElseThrow(() ->
                new AtollException(
                    Fault.NOT_FOUND, "volume " + paths.name() + " has no " + paths.data()));
    VolumeInfo.Reading reading = VolumeInfoFile.read(disk, paths);
    VolumeInfo info = info(reading);
    DiskFile data = open(paths.data());
    boolean opened = false;
    try {
      SuperBlock onDisk = superBlock(data);
      SuperBlock superBlock = withPlacement(onDisk, info);
      LoadedVolume loaded =
          new VolumeChecking(environment, paths, restrictions)
              .load(data, superBlock, width(info, data.size()), entry.modified());
      if (reading instanceof VolumeInfo.Reading.Absent && mayWrite()) {
        VolumeInfoFile.write(
            environment,
            paths,
            info.withFormat(superBlock.version().number(), loaded.files().width().bytes()),
            superBlock.ttl());
      }
      opened = true;
      return loaded;
    } finally {
      if (!opened) {
        data.close();
      }
    }
  }

  private boolean mayWrite() {
    return !restrictions.contains(Restriction.NOT_WRITABLE);
  }

  private VolumeInfo info(VolumeInfo.Reading reading) {
    VolumeInfo info =
        switch (reading) {
          case VolumeInfo.Reading.Found(VolumeInfo found) -> found;
          case VolumeInfo.Reading.Absent _ -> VolumeInfo.EMPTY;
          case VolumeInfo.Reading.Malformed(String why) -> {
            warn(why);
            yield VolumeInfo.EMPTY;
          }
        };
    if (info.readOnly()) {
      restrictions.add(
          info.readOnlyCanDelete() ? Restriction.MARKED_DELETES_PASS : Restriction.MARKED);
    }
    if (!info.files().isEmpty()) {
      restrictions.add(Restriction.REMOTE);
    }
    return info;
  }

  private void warn(String why) {
    environment
        .events()
        .report(new VolumeEvent.InfoUnreadable(paths.name().toString(), paths.info() + ": " + why));
  }

  private DiskFile open(Path path) {
    try {
      return disk.open(path, OpenMode.WRITE);
    } catch (AtollException e) {
      if (e.fault() != Fault.DENIED) {
        throw e;
      }
      restrictions.add(Restriction.NOT_WRITABLE);
      return disk.open(path, OpenMode.READ);
    }
  }

  private SuperBlock superBlock(DiskFile data) {
    Place place = new Place(paths.data().toString(), 0);
    ByteBuffer fixed = ByteBuffer.allocateDirect(SuperBlock.FIXED_BYTES);
    data.readAt(0, fixed);
    int bytes = SuperBlock.bytesToRead(fixed.flip(), place);
    ByteBuffer whole = ByteBuffer.allocateDirect(bytes);
    data.readAt(0, whole);
    return SuperBlock.read(whole.flip(), place);
  }

  private SuperBlock withPlacement(SuperBlock superBlock, VolumeInfo info) {
    if (info.replication().isEmpty()) {
      return superBlock;
    }
    return switch (ReplicaPlacement.parse(info.replication())) {
      case Parsed.Value<ReplicaPlacement>(ReplicaPlacement placement) ->
          superBlock.withPlacement(placement);
      case Parsed.Malformed<ReplicaPlacement>(String text) -> {
        warn(text);
        yield superBlock;
      }
    };
  }

  /// What the info says, else what the rows look like, else what new volumes get.
  private OffsetWidth width(VolumeInfo info, long dataBytes) {
    Optional<OffsetWidth> recorded = OffsetWidth.of(info.bytesOffset());
    if (disk.find(paths.index()).isEmpty()) {
      return recorded.orElse(defaultWidth);
    }
    Set<OffsetWidth> seen = seenWidths(dataBytes);
    if (recorded.isPresent() && (seen.size() != 1 || seen.contains(recorded.get()))) {
      return recorded.get();
    }
    OffsetWidth width = seen.size() == 1 ? seen.iterator().next() : defaultWidth;
    if (recorded.isPresent()) {
      if (isTooShortToTell(recorded.get())) {
        return recorded.get();
      }
      restrictions.add(Restriction.DAMAGED);
      environment
          .events()
          .report(
              new VolumeEvent.Damaged(
                  paths.name().toString(),
                  "%s records %d-byte offsets, but the rows of %s have %d"
                      .formatted(
                          paths.info(), recorded.get().bytes(), paths.index(), width.bytes())));
    }
    return width;
  }

  /// One row, which a crash may have left as it is, says nothing against what was recorded.
  private boolean isTooShortToTell(OffsetWidth recorded) {
    return disk.find(paths.index())
        .map(entry -> entry.sizeBytes() < 3L * recorded.rowBytes())
        .orElse(true);
  }

  private Set<OffsetWidth> seenWidths(long dataBytes) {
    try (DiskFile index = disk.open(paths.index(), OpenMode.READ);
        BufferPool.Lease lease = environment.buffers().take(GUESS_BYTES)) {
      index.readAt(0, lease.buffer());
      return WidthGuess.of(lease.buffer().flip(), index.size(), dataBytes);
    }
  }
}

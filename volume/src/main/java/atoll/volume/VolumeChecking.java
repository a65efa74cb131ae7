package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.OffsetWidth;
import atoll.volume.repair.IndexRepair;
import atoll.volume.superblock.SuperBlock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Loads the index of a volume, and mends what does not fit, until it does. Confined to one load.
final class VolumeChecking {

  /// A repair that leaves something to repair is repeated; one that never ends is given up.
  private static final int ROUNDS_MAX = 3;

  private static final Set<Restriction> UNTOUCHED =
      EnumSet.of(
          Restriction.MARKED,
          Restriction.MARKED_DELETES_PASS,
          Restriction.REMOTE,
          Restriction.NOT_WRITABLE,
          Restriction.DAMAGED);

  private final VolumeEnvironment environment;
  private final Disk disk;
  private final VolumePaths paths;
  private final Set<Restriction> restrictions;
  private boolean needsMemory;

  VolumeChecking(VolumeEnvironment environment, VolumePaths paths, Set<Restriction> restrictions) {
    this.environment = environment;
    this.disk = environment.disk();
    this.paths = paths;
    this.restrictions = restrictions;
  }

  LoadedVolume load(DiskFile data, SuperBlock superBlock, OffsetWidth width, Instant modified) {
    mendHead(data, superBlock, width);
    int round = 0;
    while (true) {
      LoadedVolume loaded = round(data, superBlock, width, modified, ++round < ROUNDS_MAX);
      if (loaded != null) {
        return loaded;
      }
    }
  }

  /// Volumes that are marked too: it is on those that the rows were overwritten.
  private void mendHead(DiskFile data, SuperBlock superBlock, OffsetWidth width) {
    if (restrictions.contains(Restriction.NOT_WRITABLE)
        || restrictions.contains(Restriction.DAMAGED)) {
      return;
    }
    try {
      IndexHead.mend(environment, paths, data, superBlock, width)
          .ifPresent(what ->
              environment.events().report(new VolumeEvent.Repaired(paths.name().toString(), what)));
    } catch (AtollException e) {
      damaged("the beginning of its index could not be restored: " + e.getMessage());
    }
  }

  /// @return null if something was mended, so that everything must be looked at again
  private @Nullable LoadedVolume round(
      DiskFile data, SuperBlock superBlock, OffsetWidth width, Instant modified, boolean mend) {
    boolean indexIsNew = disk.find(paths.index()).isEmpty();
    DiskFile index = openIndex(indexIsNew);
    IndexLoading rows = null;
    boolean kept = false;
    try {
      rows =
          IndexLoading.load(
              new MapOpening(environment, paths, width),
              index,
              width,
              superBlock.version().needles(),
              needsMemory ? MapForm.MEMORY : MapForm.of(environment.maps(), restrictions));
      VolumeFiles files = new VolumeFiles(paths, data, index, superBlock, width, rows.map());
      boolean mayChange = mend && restrictions.stream().noneMatch(UNTOUCHED::contains);
      Examination found = Examination.of(files, rows, indexIsNew, mayChange, environment);
      IndexRepair repair = IndexRepair.decide(found.facts());
      RepairWork work = new RepairWork(environment, files, rows, found);
      if (!repair.changesNothing() && isMended(work, repair)) {
        return null;
      }
      VolumeCounters counters = rows.counters();
      if (repair.readOnly() || !repair.changesNothing()) {
        damaged(found.why());
        if (!(rows.map() instanceof MemoryNeedleMap)) {
          // A map on disk would lose what is not in the index with its next merge.
          needsMemory = true;
          return null;
        }
        counters = work.enterFound(counters);
      }
      files.publish(data.size(), rows.rows() * width.rowBytes(), found.lastNanos());
      kept = true;
      return new LoadedVolume(files, counters, Set.copyOf(restrictions), modified.getEpochSecond());
    } finally {
      if (!kept) {
        index.close();
        if (rows != null) {
          rows.map().close();
        }
      }
    }
  }

  private DiskFile openIndex(boolean isNew) {
    if (restrictions.contains(Restriction.NOT_WRITABLE)) {
      return disk.open(paths.index(), OpenMode.READ);
    }
    return disk.open(paths.index(), isNew ? OpenMode.CREATE_NEW : OpenMode.WRITE);
  }

  /// @return false if the disk did not let it happen
  private boolean isMended(RepairWork work, IndexRepair repair) {
    try {
      String what = work.run(repair);
      if (repair.index() == IndexRepair.IndexStep.REWRITE) {
        StaleMaps.remove(disk, paths);
      }
      environment.events().report(new VolumeEvent.Repaired(paths.name().toString(), what));
      return true;
    } catch (AtollException e) {
      damaged("it could not be repaired: " + e.getMessage());
      return false;
    }
  }

  private void damaged(String what) {
    if (restrictions.add(Restriction.DAMAGED)) {
      environment.events().report(new VolumeEvent.Damaged(paths.name().toString(), what));
    }
  }
}

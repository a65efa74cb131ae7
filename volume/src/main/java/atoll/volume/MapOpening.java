package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.volume.files.VolumeFile;
import atoll.volume.index.BulkLoad;
import atoll.volume.index.DiskNeedleMap;
import atoll.volume.index.IndexRows;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.NeedleMap;
import atoll.volume.index.NeedleMemory;
import atoll.volume.index.OffsetWidth;
import atoll.volume.index.SortedFileNeedleMap;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Opens the needle maps of one volume. Immutable.
///
/// @param width of the offsets in its index
record MapOpening(VolumeEnvironment environment, VolumePaths paths, OffsetWidth width) {

  private static final int CHUNK_ROWS = 1 << 14;

  /// A map with what the rows of its index add up to.
  record Opened(NeedleMap map, VolumeCounters counters) {}

  NeedleMemory memory() {
    return environment.memory();
  }

  /// Loads a map in memory.
  ///
  /// @param rows how many there are; only a guess
  BulkLoad bulkLoad(MemoryNeedleMap map, long rows) {
    return new BulkLoad(map, memory(), rows, environment.work());
  }

  BufferPool buffers() {
    return environment.buffers();
  }

  /// Opens a map on disk, making its file first where it does not fit the index.
  ///
  /// @param indexEnd everything before this offset of the index is settled; a whole number of rows
  /// @return null if there is no room for the file, or it may not be made: memory must do
  @Nullable Opened onDisk(DiskFile index, long indexEnd, MapForm form) {
    try {
      return switch (form) {
        case MEMORY -> null;
        case DISK -> own(index, indexEnd);
        case SORTED -> sorted(index);
      };
    } catch (AtollException e) {
      if (e.fault() == Fault.NO_SPACE || e.fault() == Fault.DENIED) {
        environment.events().report(new VolumeEvent.MapInMemory(paths.name().toString(), e));
        return null;
      }
      throw e;
    }
  }

  private Opened own(DiskFile index, long indexEnd) {
    boolean wasThere = environment.disk().find(paths.of(VolumeFile.DISK_MAP)).isPresent();
    DiskNeedleMap map =
        DiskNeedleMap.open(
            environment.disk(),
            paths.of(VolumeFile.DISK_MAP),
            index,
            indexEnd,
            width,
            memory(),
            environment.maps().changesMax());
    if (wasThere && !map.whyMadeAnew().isEmpty()) {
      environment
          .events()
          .report(new VolumeEvent.MapMadeAnew(paths.name().toString(), map.whyMadeAnew()));
    }
    return new Opened(map, VolumeCounters.of(map.counters()));
  }

  private Opened sorted(DiskFile index) {
    SortedFileNeedleMap map =
        SortedFileNeedleMap.open(
            environment.disk(), paths.of(VolumeFile.SORTED_INDEX), index, width, memory());
    return new Opened(map, VolumeCounters.of(map.counters()));
  }

  /// A map of the whole index up to an offset.
  ///
  /// @param restrictions of the volume, by which it gets one that is written to or none
  NeedleMap of(DiskFile index, long indexEnd, Set<Restriction> restrictions) {
    Opened opened = onDisk(index, indexEnd, MapForm.of(environment.maps(), restrictions));
    return opened == null ? inMemory(index, indexEnd) : opened.map;
  }

  /// Enters the rows between two offsets of an index into a map, in their order.
  void enter(DiskFile index, long from, long to, NeedleMap map) {
    forEachPart(index, from, to, part -> enter(part, map));
  }

  private static void enter(IndexRows part, NeedleMap map) {
    for (int row = 0; row < part.count(); row++) {
      if (part.isLive(row)) {
        map.put(part.id(row), new NeedleLocation(part.offset(row), part.size(row)));
      } else {
        map.delete(part.id(row));
      }
    }
  }

  private NeedleMap inMemory(DiskFile index, long indexEnd) {
    MemoryNeedleMap map = new MemoryNeedleMap(memory(), width.bytes());
    boolean loaded = false;
    try (BulkLoad bulk = bulkLoad(map, indexEnd / width.rowBytes())) {
      forEachPart(index, 0, indexEnd, bulk::enter);
      bulk.finish();
      loaded = true;
      return map;
    } finally {
      if (!loaded) {
        map.close();
      }
    }
  }

  /// Takes the rows of a part of an index file.
  @FunctionalInterface
  interface PartConsumer {
    void accept(IndexRows part);
  }

  /// Reads the rows between two offsets of an index.
  void forEachPart(DiskFile index, long from, long to, PartConsumer eachPart) {
    int chunkBytes = CHUNK_ROWS * width.rowBytes();
    try (BufferPool.Lease lease = buffers().take(chunkBytes)) {
      for (long at = from; at < to; at += chunkBytes) {
        ByteBuffer chunk = lease.buffer().clear().limit((int) Math.min(chunkBytes, to - at));
        index.readAt(at, chunk);
        if (chunk.hasRemaining()) {
          throw new AtollException(
              Fault.CORRUPT, index.path() + " became shorter than " + (at + chunk.limit()));
        }
        eachPart.accept(new IndexRows(chunk.flip(), width));
      }
    }
  }
}

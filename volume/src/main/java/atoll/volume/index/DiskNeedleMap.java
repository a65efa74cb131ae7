package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import java.nio.file.Path;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// A needle map for machines short of memory: a sorted file, read once for a look-up, under the
/// changes since it was made, which are in memory. The log of these changes is the end of the
/// volume's index file itself: the sorted file says up to where it holds the index, and what stands
/// behind is read again when the map is opened. So nothing is written twice, and what a crash takes
/// of the sorted file the index gives back.
///
/// A sorted file that is missing, damaged, of another width or made from another index is made anew
/// from the index; one of a newer version is refused. A merge makes the next one with memory that
/// does not grow with the index, and publishes it in one step; meanwhile readers look into the old
/// one and never wait, and the writer goes on.
///
/// Shared: looking up by anyone; changing and [#startMerge] by the volume's writer; a merge, once
/// started, by any one thread.
public final class DiskNeedleMap implements NeedleMap {

  private final Disk disk;
  private final DiskFile index;
  private final IndexSum indexSum;
  private final OffsetWidth width;
  private final NeedleMemory memory;
  private final int changesMax;
  private final RowCounters counters;
  private final String whyMadeAnew;
  private final Object closing = new Object();
  private volatile Path path;
  private volatile MapLayers layers;
  private volatile boolean closed;
  private long count;

  /// Merges that failed in a row; written by a merge, of which there is one at a time.
  private volatile int failures;

  /// Where the index ended when a merge began that has failed; -1 if none waits to be repeated.
  private volatile long failedAt = -1;

  private DiskNeedleMap(
      Disk disk,
      Path path,
      DiskFile index,
      long indexEnd,
      OffsetWidth width,
      NeedleMemory memory,
      int changesMax) {
    this.disk = disk;
    this.path = path;
    this.index = index;
    this.indexSum = new IndexSum(index);
    this.width = width;
    this.memory = memory;
    this.changesMax = changesMax;
    DiskBase found = DiskBase.open(disk, path, width, memory).orElse(null);
    String why = "";
    if (found == null) {
      why = path + " is missing, damaged or of an older version";
    } else if (!fits(found, indexEnd)) {
      found.close();
      found = null;
      why = path + " was made from another index than " + index.path();
    }
    whyMadeAnew = why;
    DiskBase base = found == null ? made(null, indexEnd) : caughtUp(found, indexEnd);
    counters = base.header().counters().copy();
    count = base.header().needles();
    layers = new MapLayers(new MemoryNeedleMap(memory, width.bytes()), null, base);
  }

  /// Opens the map of a volume.
  ///
  /// @param path of the sorted file, which is made where it is missing
  /// @param index the volume's index file, of which the map takes a reference of its own
  /// @param indexEnd everything before this offset of the index file is settled; a whole number of
  ///   rows
  /// @param changesMax a merge is due after so many needles have changed; each takes at most 17
  ///   bytes of memory until then
  public static DiskNeedleMap open(
      Disk disk,
      Path path,
      DiskFile index,
      long indexEnd,
      OffsetWidth width,
      NeedleMemory memory,
      int changesMax) {
    Check.that(indexEnd % width.rowBytes() == 0, "an index ends with a whole row");
    index.retain();
    @Nullable DiskNeedleMap map = null;
    boolean opened = false;
    try {
      map = new DiskNeedleMap(disk, path, index, indexEnd, width, memory, changesMax);
      map.replay(indexEnd);
      opened = true;
      return map;
    } finally {
      if (!opened) {
        if (map == null) {
          index.close();
        } else {
          map.close();
        }
      }
    }
  }

  private DiskBase caughtUp(DiskBase found, long indexEnd) {
    long rows = (indexEnd - found.header().indexBytes()) / width.rowBytes();
    if (rows <= changesMax) {
      return found;
    }
    try {
      return made(found, indexEnd);
    } finally {
      found.close();
    }
  }

  private DiskBase made(@Nullable DiskBase old, long indexEnd) {
    Path now = path;
    BaseWriter.make(disk, now, old, index, indexEnd, indexSum, width);
    DiskBase made = DiskBase.open(disk, now, width, memory).orElse(null);
    if (made != null
        && made.header().indexBytes() == indexEnd
        && made.header().indexSum() == indexSum.to(indexEnd)) {
      return made;
    }
    if (made != null) {
      made.close();
    }
    throw new AtollException(
        Fault.CORRUPT, now + " does not read back as it was written; look after the disk");
  }

  /// Whether a sorted file was made from the index, all of which is read for that as far as the
  /// file holds it; it is closed if that cannot be told.
  private boolean fits(DiskBase base, long indexEnd) {
    boolean told = false;
    try {
      BaseHeader header = base.header();
      boolean fits =
          header.indexBytes() <= indexEnd && header.indexSum() == indexSum.to(header.indexBytes());
      told = true;
      return fits;
    } finally {
      if (!told) {
        base.close();
      }
    }
  }

  private void replay(long indexEnd) {
    FileCursor rows = new FileCursor(index, width, layers.base.header().indexBytes(), indexEnd);
    while (rows.next()) {
      long id = rows.id();
      NeedleLocation before = find(id);
      int size = before == null ? 0 : before.size();
      if (IndexRow.isLive(rows.unit(), rows.size())) {
        counters.put(id, rows.size(), size);
        put(id, NeedleLocation.ofUnit(rows.unit(), rows.size()));
      } else {
        counters.delete(id, size);
        delete(id);
      }
    }
  }

  /// Gives the sorted file another name. For the volume's writer, while no merge is under way.
  ///
  /// @throws AtollException as the disk does; the file then has the name it had
  public void moveTo(Path name) {
    disk.rename(path, name);
    path = name;
  }

  /// For looking up many needles in ascending order; while no merge is under way.
  public AscendingLookUp ascending() {
    MapLayers now = layers;
    Check.that(now.merging == null, "a merge is under way");
    return new AscendingLookUp(now.recent, now.base.rows());
  }

  /// What the rows of the index added up to when the map was opened.
  public RowCounters counters() {
    return counters;
  }

  /// Why the sorted file was made anew from the whole index when the map was opened; empty if it
  /// was not.
  public String whyMadeAnew() {
    return whyMadeAnew;
  }

  @Override
  public @Nullable NeedleLocation find(long id) {
    while (true) {
      MapLayers now = layers;
      @Nullable NeedleLocation found = null;
      @Nullable AtollException failure = null;
      try {
        found = now.find(id);
      } catch (AtollException e) {
        failure = e;
      }
      if (closed) {
        throw new AtollException(Fault.CLOSED, "the needle map " + path + " is closed");
      }
      // What was seen in layers that are closing does not count.
      if (layers == now) {
        if (failure != null) {
          throw failure;
        }
        return found;
      }
    }
  }

  @Override
  public @Nullable NeedleLocation put(long id, NeedleLocation location) {
    NeedleLocation before = find(id);
    layers.recent.put(id, location);
    if (before == null) {
      count++;
    }
    return before;
  }

  @Override
  public @Nullable NeedleLocation delete(long id) {
    NeedleLocation before = find(id);
    if (before == null || before.isDeleted()) {
      return null;
    }
    layers.recent.put(id, before.deleted());
    return before;
  }

  /// Whether enough has changed for a merge, and none is under way; after one that failed, whether
  /// as much has changed again. For the volume's writer.
  public boolean wantsMerge() {
    MapLayers now = layers;
    return (now.merging == null || failedAt >= 0)
        && now.recent.count() >= changesMax * (1L + failures);
  }

  /// Begins a merge: what was changed so far is set aside. For the volume's writer, between two
  /// changes and while no other merge is under way.
  ///
  /// @param indexEnd the index file holds all changes so far, and ends here
  /// @return the merge itself, for any thread. If it fails with an [AtollException] the map is as
  ///   it was; it may be run again, or be begun again when [#wantsMerge] says so
  public Runnable startMerge(long indexEnd) {
    Check.that(indexEnd % width.rowBytes() == 0, "an index ends with a whole row");
    MapLayers now = layers;
    long again = failedAt;
    if (again >= 0) {
      failedAt = -1;
      return () -> merge(again);
    }
    Check.that(now.merging == null, "a merge is under way");
    layers = new MapLayers(new MemoryNeedleMap(memory, width.bytes()), now.recent, now.base);
    return () -> merge(indexEnd);
  }

  private void merge(long indexEnd) {
    MapLayers before = layers;
    DiskBase next;
    try {
      next = merged(before.base, indexEnd);
    } catch (AtollException e) {
      int failed = failures;
      failures = failed + 1;
      failedAt = indexEnd;
      throw e;
    }
    failures = 0;
    synchronized (closing) {
      if (closed) {
        next.close();
        return;
      }
      layers = new MapLayers(before.recent, null, next);
      before.base.close();
      if (before.merging != null) {
        before.merging.close();
      }
    }
  }

  /// A sorted file that has gone bad is left out: the index has everything.
  private DiskBase merged(DiskBase base, long indexEnd) {
    try {
      return made(base, indexEnd);
    } catch (AtollException damage) {
      if (damage.fault() != Fault.CORRUPT) {
        throw damage;
      }
      return made(null, indexEnd);
    }
  }

  /// Sees the changes in memory as they are at the beginning.
  @Override
  public void visit(Visitor visitor) {
    while (true) {
      MapLayers now = layers;
      NavigableMap<Long, NeedleLocation> changed;
      try {
        changed = now.changes();
        now.base.retain();
      } catch (AtollException e) {
        if (layers != now) {
          continue;
        }
        throw e;
      }
      try {
        now.visit(changed, visitor);
        return;
      } finally {
        now.base.release();
      }
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public long memoryBytes() {
    return layers.memoryBytes();
  }

  /// Closes the map. A merge under way fails or ends without effect.
  @Override
  public void close() {
    synchronized (closing) {
      if (!closed) {
        closed = true;
        layers.close();
        index.close();
      }
    }
  }
}

package atoll.volume.offline;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.index.IndexRow;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.Place;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks through the files of a volume. Confined to one survey.
final class Surveyor {

  /// A file with more damage than this is not what this tool is for.
  private static final int DAMAGED_MAX = 100_000;

  final OfflineVolume volume;
  final IndexTable index;
  final RecordFold fold;
  final List<DamagedRange> damaged = new ArrayList<>();
  final List<Long> withdrawn = new ArrayList<>();
  final List<Finding> obstacles = new ArrayList<>();
  boolean needsIndex;

  private final Consumer<? super Finding> findings;
  private final OfflineProgress progress;
  private final ByteBuffer header = ByteBuffer.allocateDirect(NeedleHeader.BYTES);
  private long records;
  private long damagedBytes;
  private long found;

  Surveyor(
      OfflineVolume volume,
      IndexTable index,
      RecordFold fold,
      Consumer<? super Finding> findings,
      OfflineProgress progress) {
    this.volume = volume;
    this.index = index;
    this.fold = fold;
    this.findings = findings;
    this.progress = progress;
  }

  SurveyCounts counts() {
    long[] live = {0};
    long[] deleted = {0};
    fold.map().visit((_, location) -> (location.isDeleted() ? deleted : live)[0]++);
    return new SurveyCounts(records, live[0], deleted[0], damagedBytes, index.rows(), found);
  }

  void run() {
    volume.first().forEach(this::report);
    if (volume.dataBytes() > volume.width().volumeBytesMax()) {
      report(
          new Finding(
              Finding.Kind.TOO_LONG,
              volume.paths().data(),
              volume.width().volumeBytesMax(),
              "%d-byte offsets cannot say where records behind this are; nothing is done here"
                  .formatted(volume.width().bytes())));
      return;
    }
    indexFile();
    data();
    index.forEachRow(progress, "comparing " + volume.paths().index(), this::row);
    deletedElsewhere();
    compare();
  }

  private void report(Finding finding) {
    needsIndex |= finding.kind().needsIndex();
    found += finding.kind().isDamage() ? 1 : 0;
    switch (finding.kind()) {
      case INFO, SUPER_BLOCK, TOO_LONG -> obstacles.add(finding);
      case NOTE -> {
        if (!finding.file().equals(volume.paths().info())) {
          obstacles.add(finding);
        }
      }
      case DAMAGE,
          NEEDLE_LOST,
          INDEX_MISSING,
          INDEX_TORN,
          ROW_BEYOND_END,
          ROW_DISAGREES,
          ROW_MISSING,
          HEAD_OVERWRITTEN -> {}
    }
    findings.accept(finding);
  }

  private void index(Finding.Kind kind, long offset, String what) {
    report(new Finding(kind, volume.paths().index(), offset, what));
  }

  private void data(Finding.Kind kind, long offset, String what) {
    report(new Finding(kind, volume.paths().data(), offset, what));
  }

  private void indexFile() {
    if (!index.isThere()) {
      index(Finding.Kind.INDEX_MISSING, 0, "there is no index file");
    }
    if (index.tornBytes() > 0) {
      index(
          Finding.Kind.INDEX_TORN,
          index.bytes() - index.tornBytes(),
          "the file ends %d bytes into a row".formatted(index.tornBytes()));
    }
    if (index.headRows() > 0) {
      index(
          Finding.Kind.HEAD_OVERWRITTEN,
          0,
          "the first %d rows were overwritten by deletions, as servers before 4.x did"
              .formatted(index.headRows()));
    }
  }

  // ---- the records ----

  private void data() {
    String what = "verifying " + volume.paths().data();
    try (OfflineProgress.Work work = progress.begin(what, volume.dataBytes())) {
      RecordWalk walk = new RecordWalk(volume, index);
      long before = walk.at();
      work.advance(before);
      for (RecordWalk.Stretch stretch = walk.next(); stretch != null; stretch = walk.next()) {
        switch (stretch) {
          case RecordWalk.Stretch.Whole(var record) -> {
            records++;
            fold.enter(record);
          }
          case RecordWalk.Stretch.Damaged(DamagedRange range) -> damage(range);
        }
        work.advance(walk.at() - before);
        before = walk.at();
      }
    }
  }

  private void damage(DamagedRange range) {
    if (damaged.size() >= DAMAGED_MAX) {
      throw new AtollException(
          Fault.CORRUPT,
          "%s has more than %d damaged places; check its disk, then restore it from a replica"
              .formatted(volume.paths().data(), DAMAGED_MAX));
    }
    damaged.add(range);
    damagedBytes += range.bytes();
    data(
        Finding.Kind.DAMAGE,
        range.offset(),
        "%d bytes are no whole record: %s".formatted(range.bytes(), range.why()));
  }

  private boolean isDamaged(long offset) {
    int low = 0;
    int high = damaged.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      DamagedRange range = damaged.get(middle);
      if (offset < range.offset()) {
        high = middle - 1;
      } else if (offset >= range.end()) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  // ---- the rows ----

  private void row(long number, IndexRow row) {
    if (row.offset() == 0) {
      return;
    }
    int size = Math.max(0, row.size());
    long end = row.offset() + volume.format().recordBytes(size);
    long at = number * volume.width().rowBytes();
    if (end > volume.dataBytes()) {
      if (!isDamaged(row.offset())) {
        index(
            Finding.Kind.ROW_BEYOND_END,
            at,
            "needle %s should lie at offset %d with size %d, but the data ends at %d"
                .formatted(row.id(), row.offset(), size, volume.dataBytes()));
      }
      return;
    }
    if (isDamaged(row.offset())) {
      return;
    }
    NeedleHeader there = header(row.offset());
    if (there == null || !there.is(row.id(), size)) {
      index(
          Finding.Kind.ROW_DISAGREES,
          at,
          "needle %s should lie at offset %d with size %d, but there is %s"
              .formatted(
                  row.id(),
                  row.offset(),
                  size,
                  there == null
                      ? "nothing"
                      : "needle %s with size %d".formatted(there.id(), there.size())));
    }
  }

  private @Nullable NeedleHeader header(long offset) {
    volume.data().readAt(offset, header.clear());
    return header.flip().remaining() < NeedleHeader.BYTES
        ? null
        : NeedleHeader.read(header, new Place(volume.paths().data().toString(), offset));
  }

  // ---- needle by needle ----

  /// What the index deletes without a record stays deleted.
  private void deletedElsewhere() {
    for (Long id : index.deletedElsewhere().stream().sorted(Long::compareUnsigned).toList()) {
      withdrawn.add(id);
      fold.map().delete(id);
    }
  }

  private void compare() {
    index
        .map()
        .visit((id, location) -> {
          if (!location.isDeleted() && isDamaged(location.offset())) {
            lost(id, location.offset());
          }
        });
    for (DamagedRange range : damaged) {
      if (range.id() != 0 && !index.isThere()) {
        lost(range.id(), range.offset());
      }
    }
    if (index.isThere()) {
      fold.map().visit(this::compareNeedle);
    }
  }

  /// An older record of a needle must not come back because the newest is damaged.
  private void lost(long id, long offset) {
    NeedleLocation older = fold.map().find(id);
    boolean newer = older != null && older.offset() > offset;
    if (newer) {
      return;
    }
    data(
        Finding.Kind.NEEDLE_LOST,
        offset,
        "needle %s cannot be read: its newest record is damaged".formatted(new NeedleId(id)));
    if (older != null && !older.isDeleted()) {
      withdrawn.add(id);
      fold.map().delete(id);
    }
  }

  private void compareNeedle(long id, NeedleLocation location) {
    NeedleLocation row = index.map().find(id);
    boolean indexLives = row != null && !row.isDeleted();
    if (location.isDeleted()) {
      if (indexLives && row != null && !isDamaged(row.offset())) {
        data(
            Finding.Kind.ROW_MISSING,
            location.offset(),
            "needle %s was deleted, but the index does not say so".formatted(new NeedleId(id)));
      }
    } else if (!indexLives || row == null || row.offset() != location.offset()) {
      data(
          Finding.Kind.ROW_MISSING,
          location.offset(),
          "needle %s lies here, but the index %s"
              .formatted(
                  new NeedleId(id),
                  row == null
                      ? "does not know it"
                      : row.isDeleted()
                          ? "says it is deleted"
                          : "leads to offset " + row.offset()));
    }
  }
}

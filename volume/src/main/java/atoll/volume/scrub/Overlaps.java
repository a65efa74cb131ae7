package atoll.volume.scrub;

import atoll.volume.VolumeFiles;
import atoll.volume.index.IndexRow;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleId;
import java.util.Arrays;

/// Finds rows whose records would lie over each other. No two records of a data file do, those of
/// deleted and replaced needles included.
///
/// Rows nearly always stand in the order of their records, and are looked through once. Where they
/// do not, those of one stretch of the data file after the other are sorted, so that the memory
/// stays the same for an index of any length. Confined to one scrub.
final class Overlaps {

  private static final int STRETCHES = 1 << 16;
  private static final int SLOT_BITS = 20;

  /// Rows that are sorted at a time.
  private static final int ROWS_MAX = 1 << SLOT_BITS;

  private final NeedleFormat format;
  private final RowSource rows;
  private final Faults faults;
  private Extent before = Extent.NONE;
  private boolean inOrder = true;
  private long offsetMax;

  private record Extent(long number, NeedleId id, long begin, long end) {

    static final Extent NONE = new Extent(-1, new NeedleId(0), 0, 0);

    String bytes() {
      return "[%d-%d]".formatted(begin, end - 1);
    }
  }

  Overlaps(VolumeFiles files, RowSource rows, Faults faults) {
    this.format = files.format();
    this.rows = rows;
    this.faults = faults;
  }

  /// @throws atoll.kit.AtollException as [RowSource#forEach]
  void find() {
    Faults ascending = new Faults();
    rows.forEach((number, row) -> {
      if (hasRecord(row)) {
        inOrder &= row.offset() >= before.begin();
        offsetMax = Math.max(offsetMax, row.offset());
        if (inOrder) {
          compare(extent(number, row), ascending);
        }
      }
    });
    if (inOrder) {
      ascending.list().forEach(faults::add);
    } else {
      sortStretches();
    }
  }

  /// A deletion of what lies in remote storage leaves no record.
  private static boolean hasRecord(IndexRow row) {
    return row.offset() != 0 || row.size() >= 0;
  }

  private Extent extent(long number, IndexRow row) {
    long bytes = format.recordBytes(Math.max(0, row.size()));
    return new Extent(number, row.id(), row.offset(), row.offset() + bytes);
  }

  private void compare(Extent next, Faults into) {
    if (before.number() >= 0 && next.begin() < before.end()) {
      into.add(
          "needle %s (#%d) at %s overlaps needle %s at %s"
              .formatted(
                  Long.toUnsignedString(next.id().value()),
                  next.number() + 1,
                  next.bytes(),
                  Long.toUnsignedString(before.id().value()),
                  before.bytes()));
    }
    before = next;
  }

  // ---- rows in another order ----

  private void sortStretches() {
    long stretchBytes = offsetMax / STRETCHES + 1;
    int[] counts = new int[STRETCHES];
    rows.forEach((_, row) -> {
      if (hasRecord(row)) {
        counts[(int) (row.offset() / stretchBytes)]++;
      }
    });
    before = Extent.NONE;
    int from = 0;
    while (from < STRETCHES) {
      int to = from;
      long sum = 0;
      while (to < STRETCHES && (to == from || sum + counts[to] <= ROWS_MAX)) {
        sum += counts[to];
        to++;
      }
      if (sum > ROWS_MAX) {
        faults.add(
            "%d records would begin between offsets %d and %d"
                .formatted(sum, from * stretchBytes, to * stretchBytes));
      } else if (sum > 0) {
        sort(from * stretchBytes, to * stretchBytes, (int) sum);
      }
      from = to;
    }
  }

  private void sort(long from, long to, int count) {
    long[] order = new long[count];
    Extent[] extents = new Extent[count];
    int[] taken = {0};
    rows.forEach((number, row) -> {
      if (hasRecord(row) && row.offset() >= from && row.offset() < to) {
        int slot = taken[0]++;
        extents[slot] = extent(number, row);
        order[slot] = ((row.offset() / NeedleFormat.ALIGNMENT) << SLOT_BITS) | slot;
      }
    });
    Arrays.sort(order);
    for (long each : order) {
      compare(extents[(int) (each & (ROWS_MAX - 1))], faults);
    }
  }
}

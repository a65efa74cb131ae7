package atoll.volume;

import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.repair.IndexFacts;
import atoll.volume.superblock.FormatVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds out how the index and the data of a volume differ. Changes nothing.
///
/// @param facts what was found
/// @param indexedEnd where the last record ends that a row leads to
/// @param recordsEnd where the whole records behind it end
/// @param dataBytes where the data file ends
/// @param lastNanos when the last whole record was appended; 0 if unknown
/// @param why the facts as a sentence; empty if everything fits
record Examination(
    IndexFacts facts,
    long indexedEnd,
    long recordsEnd,
    long dataBytes,
    long lastNanos,
    String why) {

  /// So many of the last rows are looked at before the index is given up.
  private static final int ROWS_MAX = 4096;

  private static final int CHUNK_ROWS = 1 << 12;

  static Examination of(
      VolumeFiles files,
      IndexLoading rows,
      boolean indexIsNew,
      boolean mayChange,
      VolumeEnvironment environment) {
    return new Examiner(files, rows, indexIsNew, mayChange, environment).examine();
  }

  /// Confined to one examination.
  private static final class Examiner {

    private final VolumeFiles files;
    private final IndexLoading rows;
    private final boolean mayChange;
    private final VolumeEnvironment environment;
    private final NeedleFormat format;
    private final RecordProbe probe;
    private final long dataBytes;
    private final IndexFacts.Index index;

    Examiner(
        VolumeFiles files,
        IndexLoading rows,
        boolean indexIsNew,
        boolean mayChange,
        VolumeEnvironment environment) {
      this.files = files;
      this.rows = rows;
      this.mayChange = mayChange;
      this.environment = environment;
      this.format = files.format();
      this.probe = new RecordProbe(files.data(), format, environment.buffers());
      this.dataBytes = files.data().size();
      this.index =
          indexIsNew
              ? IndexFacts.Index.ABSENT
              : rows.tornBytes() > 0 ? IndexFacts.Index.TORN : IndexFacts.Index.WHOLE;
    }

    Examination examine() {
      IndexRow last = rows.last();
      if (dataBytes > files.width().volumeBytesMax() && (last == null || end(last) != dataBytes)) {
        return contradiction("it is larger than its index can say");
      }
      boolean reachesPast = rows.reachesBytes() > dataBytes;
      if (last != null && end(last) != dataBytes && isWholeInAnotherVersion(last)) {
        return contradiction(
            "its last record is whole in another format version than its super block names");
      }
      if (last != null && !reachesPast && isThere(last)) {
        return tail(IndexFacts.Rows.FIT, last, "");
      }
      if (last == null) {
        return tail(IndexFacts.Rows.FIT, null, "");
      }
      return anchored();
    }

    /// Goes back from the last row to one whose record is there.
    private Examination anchored() {
      List<IndexRow> lastRows = lastRows();
      List<IndexRow> missing = new ArrayList<>();
      @Nullable IndexRow anchor = null;
      for (IndexRow row : lastRows) {
        if (isThere(row)) {
          anchor = row;
          break;
        }
        missing.add(row);
      }
      if (anchor == null && rows.rows() > lastRows.size()) {
        return contradiction("the records of its last " + lastRows.size() + " rows are not there");
      }
      long anchorEnd = anchor == null ? files.firstRecordAt() : end(anchor);
      for (IndexRow row : missing) {
        if (row.offset() < anchorEnd) {
          return contradiction("row " + row + " begins within another record");
        }
        if (row.offset() < dataBytes && isWholeBut(row)) {
          return contradiction("row " + row + " leads to a whole record that is another");
        }
      }
      if (reachOfRowsBefore(anchorEnd) > dataBytes) {
        return contradiction("a row before the last promises more than the file holds");
      }
      return tail(
          missing.isEmpty() ? IndexFacts.Rows.FIT : IndexFacts.Rows.BEYOND,
          anchor,
          missing.isEmpty()
              ? ""
              : "%d rows of the index lead to no record, the first at offset %d"
                  .formatted(missing.size(), missing.getLast().offset()));
    }

    private Examination contradiction(String why) {
      return new Examination(
          new IndexFacts(index, IndexFacts.Rows.CONTRADICT, IndexFacts.Tail.NOTHING, mayChange),
          dataBytes,
          dataBytes,
          dataBytes,
          0,
          files.data().path() + ": " + why);
    }

    /// @param anchor the last row whose record is there
    private Examination tail(IndexFacts.Rows found, @Nullable IndexRow anchor, String before) {
      long indexedEnd = anchor == null ? Math.min(files.firstRecordAt(), dataBytes) : end(anchor);
      long at = indexedEnd;
      long nanos = 0;
      int records = 0;
      while (at < dataBytes) {
        RecordProbe.Found record = probe.at(at, dataBytes);
        if (record == null) {
          break;
        }
        at = record.end();
        nanos = record.meta().appendedNanos();
        records++;
      }
      IndexFacts.Tail tail = tail(indexedEnd, at);
      if (records == 0 && anchor != null) {
        nanos = appended(anchor);
      }
      List<String> why = new ArrayList<>();
      if (index == IndexFacts.Index.ABSENT) {
        why.add("there was no index");
      }
      if (index == IndexFacts.Index.TORN) {
        why.add("the index ends within a row");
      }
      if (!before.isEmpty()) {
        why.add(before);
      }
      if (tail != IndexFacts.Tail.NOTHING) {
        why.add(words(tail, records, at));
      }
      return new Examination(
          new IndexFacts(index, found, tail, mayChange),
          indexedEnd,
          at,
          dataBytes,
          nanos,
          String.join("; ", why));
    }

    private IndexFacts.Tail tail(long indexedEnd, long recordsEnd) {
      if (recordsEnd >= dataBytes) {
        return recordsEnd == indexedEnd ? IndexFacts.Tail.NOTHING : IndexFacts.Tail.RECORDS;
      }
      long bytesMax = environment.limits().tailSearchBytesMax();
      return switch (probe.search(recordsEnd + NeedleFormat.ALIGNMENT, dataBytes, bytesMax)) {
        case FOUND -> IndexFacts.Tail.RECORD_BEHIND_DAMAGE;
        case TOO_FAR -> IndexFacts.Tail.UNSEARCHED;
        case NONE ->
            recordsEnd == indexedEnd ? IndexFacts.Tail.TORN : IndexFacts.Tail.RECORDS_THEN_TORN;
      };
    }

    private String words(IndexFacts.Tail tail, int records, long at) {
      String path = files.data().path().toString();
      return switch (tail) {
        case NOTHING -> "";
        case RECORDS -> "%s has %d records without a row".formatted(path, records);
        case RECORDS_THEN_TORN ->
            "%s has %d records without a row and a torn one at offset %d"
                .formatted(path, records, at);
        case TORN -> "%s ends with a torn record at offset %d".formatted(path, at);
        case RECORD_BEHIND_DAMAGE ->
            "%s is damaged at offset %d, and whole records lie behind".formatted(path, at);
        case UNSEARCHED ->
            "%s is damaged at offset %d, and what lies behind is too long to search"
                .formatted(path, at);
      };
    }

    private long end(IndexRow row) {
      return row.offset() + format.recordBytes(Math.max(0, row.size()));
    }

    /// Whether the record a row promises begins where it should and ends within the file.
    private boolean isThere(IndexRow row) {
      if (end(row) > dataBytes) {
        return false;
      }
      try (BufferPool.Lease lease = environment.buffers().take(NeedleHeader.BYTES)) {
        files.data().readAt(row.offset(), lease.buffer());
        NeedleHeader header = NeedleHeader.read(lease.buffer().flip(), files.place(row.offset()));
        return header.is(row.id(), Math.max(0, row.size()));
      }
    }

    /// Whether the record that a row leads to is whole, though not as promised.
    private boolean isWholeBut(IndexRow row) {
      return probe.at(row.offset(), dataBytes) != null
          || (row.size() > 0 && probe.at(row.offset(), dataBytes, row.size()) != null);
    }

    private boolean isWholeInAnotherVersion(IndexRow last) {
      for (FormatVersion version : FormatVersion.values()) {
        NeedleFormat other = version.needles();
        long end = last.offset() + other.recordBytes(Math.max(0, last.size()));
        if (version != files.superBlock().version()
            && end == dataBytes
            && new RecordProbe(files.data(), other, environment.buffers())
                    .at(last.offset(), dataBytes)
                != null) {
          return true;
        }
      }
      return false;
    }

    private long appended(IndexRow row) {
      NeedleLocation location = new NeedleLocation(row.offset(), Math.max(0, row.size()));
      return RecordTimes.appended(files, location, row.id(), environment.buffers());
    }

    /// The rows with the highest offsets, the highest first.
    private List<IndexRow> lastRows() {
      PriorityQueue<IndexRow> heap =
          new PriorityQueue<>(ROWS_MAX + 1, Comparator.comparingLong(IndexRow::offset));
      forEachRow(row -> {
        if (row.offset() != 0) {
          heap.add(row);
          if (heap.size() > ROWS_MAX) {
            heap.poll();
          }
        }
      });
      List<IndexRow> descending = new ArrayList<>(heap);
      descending.sort(Comparator.comparingLong(IndexRow::offset).reversed());
      return descending;
    }

    private long reachOfRowsBefore(long offset) {
      long[] reach = {0};
      forEachRow(row -> {
        if (row.offset() != 0 && row.offset() < offset) {
          reach[0] = Math.max(reach[0], end(row));
        }
      });
      return reach[0];
    }

    private void forEachRow(Consumer<IndexRow> consumer) {
      int rowBytes = files.width().rowBytes();
      try (BufferPool.Lease lease = environment.buffers().take(CHUNK_ROWS * rowBytes)) {
        for (long first = 0; first < rows.rows(); first += CHUNK_ROWS) {
          ByteBuffer chunk = lease.buffer().clear();
          chunk.limit((int) Math.min(CHUNK_ROWS, rows.rows() - first) * rowBytes);
          files.index().readAt(first * rowBytes, chunk);
          IndexRows part = new IndexRows(chunk.flip(), files.width());
          for (int row = 0; row < part.count(); row++) {
            consumer.accept(part.row(row));
          }
        }
      }
    }
  }
}

package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.volume.index.IndexRow;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleMeta;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Appends that are written together, in their order, with those who wait for them. Records are
/// encoded one behind the other in a buffer, small bodies included; a larger body stays where it
/// is, between two parts of the buffer. The rows stand at the buffer's end.
///
/// Confined to the holder of the right to write.
final class AppendBatch {

  /// How an append ended.
  interface Ending {

    /// It is written and entered in the map.
    ///
    /// @param offset of the record; 0 if there is none
    void stored(long offset);

    /// It is as if it had never been tried.
    void failed(AtollException cause);
  }

  /// Bytes of the data file.
  sealed interface Piece {

    record Memory(ByteBuffer bytes) implements Piece {}

    record File(NeedleBody.InFile body) implements Piece {}
  }

  /// One of those who wait.
  ///
  /// @param row null if nothing is appended for it, and its answer only keeps its turn
  /// @param dataEnd of the data file with this record and those before it
  /// @param nanos when the last of these records was appended
  record Entry(@Nullable IndexRow row, long dataEnd, long nanos, Ending ending) {}

  /// Room for records, but for the bodies that are not copied.
  private static final int RECORDS_BYTES = 3 << 16;

  /// To copy so much is quicker than to hand it to the system as a part of its own.
  private static final int COPIED_BYTES_MAX = 1 << 14;

  /// With the parts of the buffer around them these are 15, and one gathering write takes 16.
  private static final int GATHERED_MAX = 7;

  private final BufferPool buffers;
  private final int appendsMax;
  private final long bytesMax;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  private BufferPool.@Nullable Lease lease;
  private int pieceFrom;
  private int rowsBytes;
  private int gathered;
  private int appends;
  private long bytes;

  AppendBatch(BufferPool buffers, VolumeLimits limits) {
    this.buffers = buffers;
    this.appendsMax = limits.appendsTogetherMax();
    this.bytesMax = limits.appendBytesTogetherMax();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /// Those who wait, in their order; valid until [#clear].
  List<Entry> entries() {
    return entries;
  }

  /// Whoever came last.
  Entry last() {
    return entries.getLast();
  }

  /// Whether the needle is among those to be appended, so that the map does not show how it will
  /// be.
  boolean holds(long id) {
    for (Entry entry : entries) {
      IndexRow row = entry.row();
      if (row != null && row.id().value() == id) {
        return true;
      }
    }
    return false;
  }

  /// Whether a record may be written with those that are here.
  boolean hasRoomFor(NeedleFormat format, NeedleMeta needle, NeedleBody body) {
    if (appends == 0) {
      return true;
    }
    boolean apart = isApart(body);
    return entries.size() < appendsMax
        && body instanceof NeedleBody.InMemory
        && bytes + body.bytes() <= bytesMax
        && (!apart || gathered < GATHERED_MAX)
        && lease != null
        && frameBytes(format, needle, body, apart) <= RECORDS_BYTES - lease.buffer().position();
  }

  private static boolean isApart(NeedleBody body) {
    return body instanceof NeedleBody.InFile || body.bytes() > COPIED_BYTES_MAX;
  }

  private static int frameBytes(
      NeedleFormat format, NeedleMeta needle, NeedleBody body, boolean apart) {
    return NeedleFormat.ALIGNMENT
        + NeedleFormat.HEAD_BYTES_MAX
        + format.tailBytes(needle)
        + (apart ? 0 : (int) body.bytes());
  }

  /// Adds an answer that is to be given after those of all who came before.
  void settle(Ending ending) {
    entries.add(new Entry(null, last().dataEnd(), last().nanos(), ending));
  }

  /// Adds a record and its row.
  ///
  /// @param gap of zeros before the record
  void add(
      NeedleFormat format,
      OffsetWidth offsets,
      int gap,
      NeedleMeta needle,
      NeedleBody body,
      IndexRow row,
      Ending ending) {
    ByteBuffer frame = frame(offsets);
    for (int i = 0; i < gap; i++) {
      frame.put((byte) 0);
    }
    format.writeHead(frame, needle);
    addBody(frame, body);
    format.writeTail(frame, needle);
    Check.that(frame.position() <= RECORDS_BYTES, "an append beyond the room for it");
    addRow(frame, offsets, row);
    bytes += body.bytes();
    long dataEnd = row.offset() + format.recordBytes(needle);
    entries.add(new Entry(row, dataEnd, needle.appendedNanos(), ending));
  }

  /// Adds a row that has no record of its own.
  void addRow(OffsetWidth offsets, IndexRow row, long dataEnd, long nanos, Ending ending) {
    addRow(frame(offsets), offsets, row);
    entries.add(new Entry(row, dataEnd, nanos, ending));
  }

  private void addRow(ByteBuffer frame, OffsetWidth offsets, IndexRow row) {
    int recordsEnd = frame.position();
    row.write(frame.position(RECORDS_BYTES + rowsBytes), offsets);
    frame.position(recordsEnd);
    rowsBytes += offsets.rowBytes();
    appends++;
  }

  private ByteBuffer frame(OffsetWidth offsets) {
    if (lease == null) {
      lease = buffers.take(RECORDS_BYTES + appendsMax * offsets.rowBytes());
    }
    return lease.buffer();
  }

  private void addBody(ByteBuffer frame, NeedleBody body) {
    switch (body) {
      case NeedleBody.InMemory(ByteBuffer data, var _) when !isApart(body) -> {
        int at = frame.position();
        frame.put(at, data, data.position(), data.remaining()).position(at + data.remaining());
      }
      case NeedleBody.InMemory(ByteBuffer data, var _) -> {
        endPiece(frame);
        pieces.add(new Piece.Memory(data.duplicate()));
        gathered++;
      }
      case NeedleBody.InFile file -> {
        endPiece(frame);
        pieces.add(new Piece.File(file));
      }
    }
  }

  private void endPiece(ByteBuffer frame) {
    int at = frame.position();
    if (at > pieceFrom) {
      pieces.add(new Piece.Memory(frame.slice(pieceFrom, at - pieceFrom)));
      pieceFrom = at;
    }
  }

  /// What is to be written to the data file, in this order.
  List<Piece> pieces() {
    endPiece(frame());
    return pieces;
  }

  /// What is to be written to the index file.
  ByteBuffer rows() {
    return frame().slice(RECORDS_BYTES, rowsBytes);
  }

  private ByteBuffer frame() {
    return Objects.requireNonNull(lease, "nothing was added").buffer();
  }

  /// Forgets everything; views handed out must not be used any more.
  void clear() {
    if (lease != null) {
      lease.close();
      lease = null;
    }
    entries.clear();
    pieces.clear();
    pieceFrom = 0;
    rowsBytes = 0;
    gathered = 0;
    appends = 0;
    bytes = 0;
  }
}

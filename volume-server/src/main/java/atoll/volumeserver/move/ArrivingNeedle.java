package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.BufferPool;
import atoll.volume.NeedleBody;
import atoll.volume.NeedleWrite;
import atoll.volume.Spool;
import atoll.volume.Spools;
import atoll.volume.needle.Needle;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Place;
import atoll.volume.needle.RecordSpan;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A record that arrives in pieces: gathered in a buffer, or, if it is long, its data in a file.
/// Verified when it is whole. Confined to one stream; close it.
final class ArrivingNeedle implements AutoCloseable {

  /// Longer ones are gathered in a file.
  private static final int IN_MEMORY_BYTES_MAX = 4 << 20;

  private final NeedleFormat format;
  private final NeedleHeader header;
  private final Place place;
  private final BufferPool buffers;
  private final Spools spools;
  private final long recordBytes;
  private final BufferPool.Lease lease;
  private Optional<RecordSpan> span = Optional.empty();
  private Optional<Spool> spool = Optional.empty();
  private long came;

  /// @param first bytes of the record, the header
  /// @param from where it comes from, in the place of a file
  /// @throws AtollException `CORRUPT` if no record begins so
  ArrivingNeedle(
      NeedleFormat format, ByteString first, String from, BufferPool buffers, Spools spools) {
    this.format = format;
    this.place = new Place(from, 0);
    this.buffers = buffers;
    this.spools = spools;
    this.header = NeedleHeader.read(first.asReadOnlyByteBuffer(), place);
    if (header.size() < 0) {
      throw place.corrupt("no record begins so: its size is " + header.size());
    }
    this.recordBytes = format.recordBytes(header.size());
    this.lease = buffers.take(isLong() ? NeedleFormat.TAIL_BYTES_READ_MAX : (int) recordBytes);
    lease.buffer().clear();
    add(first.substring(0, NeedleHeader.BYTES));
  }

  private boolean isLong() {
    return recordBytes > IN_MEMORY_BYTES_MAX;
  }

  NeedleHeader header() {
    return header;
  }

  /// Takes the next bytes.
  ///
  /// @throws AtollException `CORRUPT` if there are more than the header promised
  void add(ByteString piece) {
    if (piece.size() > recordBytes - came) {
      throw place.corrupt(
          "needle %s is longer than the %d bytes its header promises"
              .formatted(header.id(), recordBytes));
    }
    if (!isLong()) {
      piece.copyTo(lease.buffer());
      came += piece.size();
      return;
    }
    ByteString rest = piece;
    while (!rest.isEmpty()) {
      int taken = addLong(rest);
      came += taken;
      rest = rest.substring(taken);
    }
  }

  /// Head and tail are kept, what lies between goes to the file.
  ///
  /// @return how many bytes were taken
  private int addLong(ByteString piece) {
    if (span.isEmpty()) {
      int taken = (int) Math.min(piece.size(), NeedleFormat.HEAD_BYTES_MAX - came);
      piece.substring(0, taken).copyTo(lease.buffer());
      if (came + taken == NeedleFormat.HEAD_BYTES_MAX) {
        beginData();
      }
      return taken;
    }
    RecordSpan parts = span.get();
    if (came >= parts.tailAt()) {
      piece.copyTo(lease.buffer());
      return piece.size();
    }
    int taken = (int) Math.min(piece.size(), parts.tailAt() - came);
    write(piece.substring(0, taken));
    return taken;
  }

  private void beginData() {
    ByteBuffer head = lease.buffer().duplicate().flip();
    RecordSpan found = format.span(head, header, place);
    if (found.tailBytes() > NeedleFormat.TAIL_BYTES_READ_MAX) {
      throw place.corrupt("the attributes of needle " + header.id() + " are too long");
    }
    span = Optional.of(found);
    spool = Optional.of(spools.begin());
    // Version 1 has its data right behind the header.
    int surplus = NeedleFormat.HEAD_BYTES_MAX - found.dataAt();
    ByteString early = ByteString.copyFrom(head.position(found.dataAt()).slice().limit(surplus));
    lease.buffer().clear();
    write(early);
  }

  private void write(ByteString data) {
    for (int at = 0; at < data.size(); ) {
      int bytes = Math.min(FilePieces.BYTES, data.size() - at);
      try (BufferPool.Lease part = buffers.take(bytes)) {
        data.substring(at, at + bytes).copyTo(part.buffer());
        spool.orElseThrow().write(part.buffer().flip());
      }
      at += bytes;
    }
  }

  /// The whole needle, which uses this one's memory or file until its write has an answer.
  ///
  /// @throws AtollException `CORRUPT` if it is not whole, or not what its checksum says
  NeedleWrite whole() {
    if (came != recordBytes) {
      throw place.corrupt(
          "needle %s ends after %d of %d bytes".formatted(header.id(), came, recordBytes));
    }
    ByteBuffer rest = lease.buffer().duplicate().flip();
    NeedleMeta meta;
    NeedleBody body;
    if (span.isPresent()) {
      meta = format.readTail(rest, header, span.get(), place);
      body = spool.orElseThrow().body();
      if (!body.checksum().agreesWith(meta.checksum())) {
        throw place.corrupt("invalid CRC for needle " + header.id());
      }
    } else {
      Needle needle = format.read(rest, header, place);
      meta = needle.meta();
      body = NeedleBody.of(needle.data());
    }
    return new NeedleWrite(meta.key(), meta.attributes(), body).withoutCookieCheck();
  }

  /// What stands in a record without data in the place of a checksum: that of the empty data, or a
  /// mark of a deletion.
  int emptyChecksum() {
    ByteBuffer rest = lease.buffer().duplicate().flip();
    return format
        .readTail(
            rest.slice(NeedleHeader.BYTES, rest.remaining() - NeedleHeader.BYTES),
            header,
            format.span(rest, header, place),
            place)
        .checksum()
        .value();
  }

  @Override
  public void close() {
    lease.close();
    spool.ifPresent(Spool::close);
  }

  /// The fault of a stream that ends within a record.
  AtollException cutOff() {
    return new AtollException(
        Fault.CORRUPT,
        "%s ended within needle %s, after %d of %d bytes"
            .formatted(place.file(), header.id(), came, recordBytes));
  }
}

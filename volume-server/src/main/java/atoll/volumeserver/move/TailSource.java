package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.volume.BufferPool;
import atoll.volume.LaterRecords;
import atoll.volume.RecordScan;
import atoll.volume.Volume;
import atoll.volume.VolumeFiles;
import atoll.volume.VolumeState;
import atoll.volume.needle.NeedleHeader;
import atoll.volumeserver.wire.AnswerStream;
import atoll.volumeserver.wire.volume.VolumeTailSenderResponse;
import com.google.protobuf.ByteString;
import java.time.Duration;

/// Sends the records of a volume in the order in which they are appended, and waits for more. When
/// a vacuum replaces the files, what the old ones hold is sent first: it holds all that was
/// appended until then. Confined to one call; close it.
final class TailSource implements AutoCloseable {

  /// So often somebody looks whether there is more.
  private static final Duration LOOK = Duration.ofMillis(50);

  /// So often a peer hears that nothing comes.
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

  private final Volume volume;
  private final BufferPool buffers;
  private final Clock clock;
  private final AnswerStream<VolumeTailSenderResponse> answers;
  private Snapshot from;
  private long at;

  TailSource(
      Volume volume,
      long sinceNanos,
      BufferPool buffers,
      Clock clock,
      AnswerStream<VolumeTailSenderResponse> answers) {
    this.volume = volume;
    this.buffers = buffers;
    this.clock = clock;
    this.answers = answers;
    this.from = Snapshot.of(volume);
    boolean begun = false;
    try {
      this.at = begin(from, sinceNanos);
      begun = true;
    } finally {
      if (!begun) {
        from.close();
      }
    }
  }

  private long begin(Snapshot snapshot, long sinceNanos) {
    return new LaterRecords(snapshot.files(), buffers)
        .begin(sinceNanos, snapshot.dataEnd(), snapshot.indexEnd());
  }

  /// Runs until nothing was appended for a while.
  ///
  /// @param idleMax zero to run until the peer hangs up
  /// @throws AtollException `CANCELLED` if it does, `CLOSED` if the volume ends
  void run(Duration idleMax) {
    Deadline idle = Deadline.after(clock, idleMax);
    Deadline sign = Deadline.after(clock, Duration.ZERO);
    while (true) {
      if (sendNew()) {
        idle = Deadline.after(clock, idleMax);
        sign = Deadline.after(clock, Duration.ZERO);
      } else if (!idleMax.isZero() && idle.hasPassed(clock)) {
        return;
      } else {
        if (sign.hasPassed(clock)) {
          answers.send(message(ByteString.EMPTY, ByteString.EMPTY, true));
          sign = Deadline.after(clock, SIGN_OF_LIFE);
        }
        answers.pause(LOOK);
      }
    }
  }

  /// @return whether there was anything
  private boolean sendNew() {
    // Whoever replaces the files has let all writes to the old ones end before.
    boolean replaced = isReplaced();
    long end = from.files().dataEnd();
    if (at < end) {
      sendRecords(end);
      return true;
    }
    if (!replaced) {
      return false;
    }
    goOnWithOthers();
    return true;
  }

  private void sendRecords(long end) {
    try (RecordScan scan = new RecordScan(from.files(), buffers, at, end)) {
      while (scan.next()) {
        send(scan.offset(), scan.recordBytes());
        at = scan.offset() + scan.recordBytes();
      }
    }
    at = end;
  }

  /// In pieces as a file; each says of which record it is.
  private void send(long offset, long recordBytes) {
    ByteString[] header = new ByteString[1];
    FilePieces.read(
        from.files().data(),
        offset,
        offset + NeedleHeader.BYTES,
        buffers,
        piece -> header[0] = piece);
    long end = offset + recordBytes;
    long[] sent = {offset + NeedleHeader.BYTES};
    FilePieces.read(
        from.files().data(),
        sent[0],
        end,
        buffers,
        piece -> {
          sent[0] += piece.size();
          answers.send(message(header[0], piece, sent[0] == end));
        });
    if (sent[0] != end) {
      throw new AtollException(
          Fault.CORRUPT,
          "%s ends at %d, within a record: somebody cut it"
              .formatted(from.files().data().path(), sent[0]));
    }
  }

  private VolumeTailSenderResponse message(ByteString header, ByteString body, boolean last) {
    return VolumeTailSenderResponse.newBuilder()
        .setNeedleHeader(header)
        .setNeedleBody(body)
        .setIsLastChunk(last)
        .setVersion(from.files().format().version())
        .build();
  }

  @SuppressWarnings("ReferenceEquality") // equal files of another load are others
  private boolean isReplaced() {
    if (volume.state() instanceof VolumeState.Closed) {
      return true;
    }
    VolumeFiles now = volume.retainFiles();
    try {
      return now != from.files();
    } finally {
      now.release();
    }
  }

  private void goOnWithOthers() {
    Snapshot next = Snapshot.of(volume);
    long begin;
    boolean begun = false;
    try {
      if (next.files().format().version() != 3) {
        throw new AtollException(
            Fault.CONFLICT,
            "volume %s was compacted, and its format keeps no times: copy it again"
                .formatted(volume.name().id()));
      }
      begin = begin(next, from.files().lastAppendedNanos());
      begun = true;
    } finally {
      if (!begun) {
        next.close();
      }
    }
    from.close();
    from = next;
    at = begin;
  }

  @Override
  public void close() {
    from.close();
  }
}

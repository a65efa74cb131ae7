package atoll.volume.offline;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.BufferPool;
import atoll.volume.RecordProbe;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.Place;
import atoll.volume.needle.RecordSpan;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The records of a volume in the order of its file, after a survey. Confined to one thread.
public final class RecordList {

  private static final int CHUNK = 1 << 18;

  private final Survey survey;
  private final OfflineVolume volume;

  public RecordList(Survey survey) {
    this.survey = survey;
    this.volume = survey.volume();
  }

  /// Shows each, until one is answered with false. A record is verified just before it is shown.
  public void forEach(Predicate<? super ListedRecord> each, OfflineProgress progress) {
    RecordProbe probe = volume.probe();
    long end = volume.dataBytes();
    long at = volume.superBlock().firstNeedleAt();
    int next = 0;
    try (OfflineProgress.Work work = progress.begin("reading " + volume.paths().data(), end)) {
      while (at < end) {
        ListedRecord record;
        if (next < survey.damaged().size() && survey.damaged().get(next).offset() == at) {
          record = new ListedRecord.Damaged(survey.damaged().get(next++));
        } else {
          record = needle(probe, at, end);
        }
        if (!each.test(record)) {
          return;
        }
        at += record.bytes();
        work.advance(record.bytes());
      }
    }
  }

  private ListedRecord needle(RecordProbe probe, long at, long end) {
    RecordProbe.Found found = probe.at(at, end);
    if (found == null) {
      found = probe.emptyAt(at, end);
    }
    if (found == null) {
      throw new AtollException(
          Fault.IO,
          "%s at offset %d changed while it was read; stop whoever writes it, and try again"
              .formatted(volume.paths().data(), at));
    }
    return new ListedRecord.Needle(at, found.bytes(), found.size(), found.meta(), state(found));
  }

  private ListedRecord.State state(RecordProbe.Found found) {
    NeedleLocation now = survey.needles().find(found.meta().key().id().value());
    boolean isIt = now != null && now.offset() == found.offset();
    if (now != null && isIt) {
      return now.isDeleted() ? ListedRecord.State.DELETED : ListedRecord.State.LIVE;
    }
    return found.size() == 0 && !survey.index().isEmptyNeedle(found.offset())
        ? ListedRecord.State.TOMBSTONE
        : ListedRecord.State.SUPERSEDED;
  }

  /// Hands out the data of a record in chunks, each valid during the call.
  public void data(ListedRecord.Needle record, Consumer<? super ByteBuffer> chunks) {
    if (record.meta().dataBytes() == 0) {
      return;
    }
    long from = record.offset() + dataAt(record.offset());
    long bytes = record.meta().dataBytes();
    try (BufferPool.Lease lease = volume.environment().buffers().take(CHUNK)) {
      for (long at = 0; at < bytes; at += CHUNK) {
        ByteBuffer chunk = lease.buffer().clear().limit((int) Math.min(CHUNK, bytes - at));
        volume.data().readAt(from + at, chunk);
        chunks.accept(chunk.flip());
      }
    }
  }

  private int dataAt(long offset) {
    try (BufferPool.Lease lease =
        volume.environment().buffers().take(NeedleFormat.HEAD_BYTES_MAX)) {
      volume.data().readAt(offset, lease.buffer());
      Place place = new Place(volume.paths().data().toString(), offset);
      NeedleHeader header = NeedleHeader.read(lease.buffer().flip(), place);
      RecordSpan span = volume.format().span(lease.buffer(), header, place);
      return span.dataAt();
    }
  }
}

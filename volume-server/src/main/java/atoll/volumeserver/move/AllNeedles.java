package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.BufferPool;
import atoll.volume.RecordScan;
import atoll.volume.Volume;
import atoll.volume.VolumeFiles;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.Needle;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.Place;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.AnswerStream;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.ReadAllNeedlesRequest;
import atoll.volumeserver.wire.volume.ReadAllNeedlesResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/// Sends all needles of volumes, those that are not deleted, in the order of the file. One that is
/// written anew meanwhile may come twice, the newer one later. Immutable.
final class AllNeedles {

  private final Node node;
  private final BufferPool buffers;

  AllNeedles(Node node) {
    this.node = node;
    this.buffers = node.environment().buffers();
  }

  void bindTo(CallTable table) {
    table.bindStream(VolumeServerGrpc.getReadAllNeedlesMethod(), Access.GATED, this::send);
  }

  private void send(ReadAllNeedlesRequest request, AnswerStream<ReadAllNeedlesResponse> answers) {
    for (int id : request.getVolumeIdsList()) {
      Volume volume = Sources.volume(node, id);
      VolumeFiles files = volume.retainFiles();
      try {
        long at = files.firstRecordAt();
        for (long end = files.dataEnd(); at < end; end = files.dataEnd()) {
          send(id, files, at, end, answers);
          at = end;
        }
      } finally {
        files.release();
      }
    }
  }

  private void send(
      int id,
      VolumeFiles files,
      long begin,
      long end,
      AnswerStream<ReadAllNeedlesResponse> answers) {
    try (RecordScan scan = new RecordScan(files, buffers, begin, end)) {
      while (scan.next()) {
        NeedleLocation now = files.map().find(scan.header().id().value());
        if (now != null && !now.isDeleted() && now.offset() == scan.offset()) {
          answers.send(read(id, files, scan.offset(), scan.header(), scan.recordBytes()));
        }
      }
    }
  }

  private ReadAllNeedlesResponse read(
      int id, VolumeFiles files, long offset, NeedleHeader header, long bytes) {
    Place place = new Place(files.data().path().toString(), offset);
    if (bytes > Integer.MAX_VALUE) {
      throw new AtollException(Fault.TOO_LARGE, place + ": no message holds " + bytes + " bytes");
    }
    try (BufferPool.Lease lease = buffers.take((int) bytes)) {
      ByteBuffer record = lease.buffer();
      files.data().readAt(offset, record);
      Needle needle = files.format().read(record.flip(), header, place);
      NeedleAttributes attributes = needle.meta().attributes();
      return ReadAllNeedlesResponse.newBuilder()
          .setVolumeId(id)
          .setNeedleId(header.id().value())
          .setCookie(header.cookie().value())
          .setNeedleBlob(ByteString.copyFrom(needle.data()))
          .setNeedleBlobCompressed(attributes.isGzip())
          .setLastModified(attributes.lastModifiedSeconds())
          .setCrc(needle.meta().checksum().rotated().value())
          .setName(ByteString.copyFrom(attributes.name().asBuffer()))
          .setMime(ByteString.copyFrom(attributes.mime().asBuffer()))
          .build();
    }
  }
}

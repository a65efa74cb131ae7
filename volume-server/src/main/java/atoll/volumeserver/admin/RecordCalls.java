package atoll.volumeserver.admin;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.NeedleBody;
import atoll.volume.NeedleWrite;
import atoll.volume.Volume;
import atoll.volume.VolumeFiles;
import atoll.volume.WriteResult;
import atoll.volume.needle.Needle;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Place;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.CallRefused;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.ReadNeedleBlobRequest;
import atoll.volumeserver.wire.volume.ReadNeedleBlobResponse;
import atoll.volumeserver.wire.volume.ReadNeedleMetaRequest;
import atoll.volumeserver.wire.volume.ReadNeedleMetaResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.WriteNeedleBlobRequest;
import atoll.volumeserver.wire.volume.WriteNeedleBlobResponse;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import java.nio.ByteBuffer;

/// The door of gRPC to records as they lie in a data file, which servers hand each other.
/// Immutable; what it remembers guards itself.
final class RecordCalls {

  private final Node node;
  private final VolumeAdministration volumes;
  private final ForeignRecords foreign;

  RecordCalls(Node node, VolumeAdministration volumes, ForeignRecords foreign) {
    this.node = node;
    this.volumes = volumes;
    this.foreign = foreign;
  }

  void bindTo(CallTable table) {
    table
        .bind(VolumeServerGrpc.getReadNeedleBlobMethod(), Access.OPEN, this::read)
        .bind(VolumeServerGrpc.getReadNeedleMetaMethod(), Access.OPEN, this::readMeta)
        .bind(VolumeServerGrpc.getWriteNeedleBlobMethod(), Access.OPEN, this::write);
  }

  /// A tombstone has the size 0 in the data file, and the index says -1.
  private static int sizeInHeader(int size) {
    return Math.max(0, size);
  }

  private Volume find(int number, String andSo) {
    VolumeId id = new VolumeId(number);
    return node.store()
        .find(id)
        .orElseThrow(
            () -> new CallRefused(Status.Code.UNKNOWN, "not found volume id " + id + andSo));
  }

  private ReadNeedleBlobResponse read(ReadNeedleBlobRequest request) {
    Volume volume = find(request.getVolumeId(), "");
    VolumeFiles files = volume.retainFiles();
    try {
      int size = sizeInHeader(request.getSize());
      ByteBuffer record = Records.read(files, request.getOffset(), size);
      return ReadNeedleBlobResponse.newBuilder()
          .setNeedleBlob(UnsafeByteOperations.unsafeWrap(record))
          .build();
    } catch (AtollException e) {
      throw refused(
          "read needle blob offset %d size %d: %s"
              .formatted(request.getOffset(), request.getSize(), e.getMessage()));
    } finally {
      files.release();
    }
  }

  private ReadNeedleMetaResponse readMeta(ReadNeedleMetaRequest request) {
    Volume volume =
        find(request.getVolumeId(), " and read needle metadata at ec shards is not supported");
    VolumeFiles files = volume.retainFiles();
    try {
      int size = sizeInHeader(request.getSize());
      return message(Records.readMeta(files, request.getOffset(), size));
    } finally {
      files.release();
    }
  }

  private static ReadNeedleMetaResponse message(NeedleMeta meta) {
    return ReadNeedleMetaResponse.newBuilder()
        .setCookie(meta.key().cookie().value())
        .setLastModified(meta.attributes().lastModifiedSeconds())
        .setCrc(meta.checksum().rotated().value())
        .setTtl(meta.attributes().hasTtl() ? meta.attributes().ttl().toString() : "")
        .setAppendAtNs(meta.appendedNanos())
        .build();
  }

  private WriteNeedleBlobResponse write(WriteNeedleBlobRequest request) {
    volumes.refuseInMaintenance();
    Volume volume = find(request.getVolumeId(), "");
    Needle needle;
    try {
      needle = parse(volume, request);
    } catch (AtollException e) {
      throw refused(inWords(request, String.valueOf(e.getMessage())));
    }
    // So long nothing else takes their name or their place.
    VolumeFiles files = volume.retainFiles();
    try {
      write(volume, files, request, needle);
    } finally {
      files.release();
    }
    return WriteNeedleBlobResponse.getDefaultInstance();
  }

  private void write(
      Volume volume, VolumeFiles files, WriteNeedleBlobRequest request, Needle needle) {
    NeedleMeta meta = needle.meta();
    NeedleKey key = new NeedleKey(new NeedleId(request.getNeedleId()), meta.key().cookie());
    NeedleWrite write =
        new NeedleWrite(key, meta.attributes(), NeedleBody.of(needle.data())).withoutCookieCheck();
    WriteResult result = Answers.await("writing " + key, done -> volume.write(write, done));
    switch (result) {
      case WriteResult.Written(long offset, int _, var _) ->
          foreign.came(volume, key.id(), files, offset, meta.key().id());
      case WriteResult.Unchanged(long offset, int _, var _) ->
          foreign.came(volume, key.id(), files, offset, meta.key().id());
      case WriteResult.NotWritable(var state) ->
          throw refused(
              inWords(
                  request,
                  "volume %s is read only: %s".formatted(volume.name().id(), state.text())));
      case WriteResult.Full(long bytes, long max) ->
          throw refused(
              inWords(
                  request,
                  "volume size limit %d exceeded! current size is %d".formatted(max, bytes)));
      case WriteResult.TooLarge(long bytes, long max) ->
          throw refused(
              inWords(request, "%d bytes are more than the %d of a needle".formatted(bytes, max)));
      case WriteResult.Busy _ ->
          throw new AtollException(Fault.BUSY, "too many writes wait; try again");
      case WriteResult.Failed(Fault fault, String what) ->
          throw new AtollException(fault, inWords(request, what));
      case WriteResult.CookieMismatch _ ->
          throw new AtollException(Fault.BUG, "a cookie was compared that nobody asked about");
    }
  }

  /// The needle in a record. It is verified, so that damage does not spread.
  private static Needle parse(Volume volume, WriteNeedleBlobRequest request) {
    ByteString blob = request.getNeedleBlob();
    if (blob.size() < NeedleHeader.BYTES) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "needle %s blob of %d bytes is shorter than a needle header"
              .formatted(Long.toUnsignedString(request.getNeedleId()), blob.size()));
    }
    ByteBuffer record = ByteBuffer.allocateDirect(blob.size());
    blob.copyTo(record);
    record.flip();
    Place place = new Place("the blob", 0);
    NeedleHeader header = NeedleHeader.read(record, place);
    if (header.size() != request.getSize() || header.size() < 0) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "needle %s size %d does not match its blob header size %d"
              .formatted(
                  Long.toUnsignedString(request.getNeedleId()), request.getSize(), header.size()));
    }
    return volume.superBlock().version().needles().read(record, header, place);
  }

  private static String inWords(WriteNeedleBlobRequest request, String why) {
    return "write blob needle %s size %d: %s"
        .formatted(Long.toUnsignedString(request.getNeedleId()), request.getSize(), why);
  }

  private static CallRefused refused(String why) {
    return new CallRefused(Status.Code.UNKNOWN, why);
  }
}

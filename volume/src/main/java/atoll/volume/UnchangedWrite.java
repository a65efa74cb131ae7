package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.RecordSpan;
import java.nio.ByteBuffer;

/// Tells whether a write would store what is stored already. Length and checksum alone never prove
/// it: the bytes themselves are compared, once everything cheaper agrees.
///
/// The time of last modification is left out of it, since each upload brings its own.
final class UnchangedWrite {

  private static final int CHUNK = 1 << 16;

  private UnchangedWrite() {}

  /// @param head at least [NeedleFormat#HEAD_BYTES_MAX] bytes of the old record, whose size field
  ///   is that of the new one and not zero
  static boolean is(
      VolumeFiles files,
      BufferPool buffers,
      Records.Head old,
      ByteBuffer head,
      NeedleAttributes attributes,
      NeedleBody body) {
    try {
      return isSame(files, buffers, old, head, attributes, body);
    } catch (AtollException e) {
      if (e.fault() == Fault.CORRUPT) {
        // What is damaged is written anew.
        return false;
      }
      throw e;
    }
  }

  private static boolean isSame(
      VolumeFiles files,
      BufferPool buffers,
      Records.Head old,
      ByteBuffer head,
      NeedleAttributes attributes,
      NeedleBody body) {
    NeedleFormat format = files.format();
    RecordSpan span = format.span(head, old.header(), files.place(old.offset()));
    if (span.dataBytes() != body.bytes()) {
      return false;
    }
    try (BufferPool.Lease lease = buffers.take(span.tailBytes())) {
      ByteBuffer tail = lease.buffer();
      files.data().readAt(old.offset() + span.tailAt(), tail);
      NeedleMeta meta = format.readTail(tail.flip(), old.header(), span, files.place(old.offset()));
      if (!body.checksum().agreesWith(meta.checksum())
          || !sameBut(meta.attributes(), attributes, format)) {
        return false;
      }
    }
    return sameBytes(files, buffers, old.offset() + span.dataAt(), body);
  }

  private static boolean sameBut(
      NeedleAttributes old, NeedleAttributes attributes, NeedleFormat format) {
    return format.version() == 1
        || (old.flags() == attributes.flags()
            && old.name().equals(attributes.name())
            && old.mime().equals(attributes.mime())
            && old.ttl().equals(attributes.ttl())
            && old.pairs().equals(attributes.pairs()));
  }

  private static boolean sameBytes(
      VolumeFiles files, BufferPool buffers, long dataAt, NeedleBody body) {
    try (BufferPool.Lease stored = buffers.take(CHUNK);
        BufferPool.Lease given = buffers.take(CHUNK)) {
      for (long at = 0; at < body.bytes(); at += CHUNK) {
        int bytes = (int) Math.min(CHUNK, body.bytes() - at);
        ByteBuffer one = stored.buffer().clear().limit(bytes);
        if (files.data().readAt(dataAt + at, one) != bytes) {
          return false;
        }
        if (!one.flip().equals(chunk(body, at, bytes, given.buffer()))) {
          return false;
        }
      }
      return true;
    }
  }

  private static ByteBuffer chunk(NeedleBody body, long at, int bytes, ByteBuffer room) {
    return switch (body) {
      case NeedleBody.InMemory(ByteBuffer data, var _) ->
          data.slice(data.position() + (int) at, bytes);
      case NeedleBody.InFile(var file, var _, var _) -> {
        ByteBuffer target = room.clear().limit(bytes);
        file.readAt(at, target);
        yield target.flip();
      }
    };
  }
}

package atoll.fast.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The first fifteen bytes of a frame, checked.
///
/// @param status one of the constants of [FrameLayout]
/// @param checksum as it stands there, 32 bits
/// @param length of the payload in bytes
record FrameHeader(Protocol protocol, int status, MessageId id, long checksum, int length) {

  /// What the bytes so far amount to.
  sealed interface Reading {}

  record Good(FrameHeader header) implements Reading {}

  record Bad(ProtocolError error) implements Reading {}

  /// Nothing is wrong so far.
  enum Partial implements Reading {
    INSTANCE
  }

  /// Reads the bytes before the buffer's position, which does not move. The order of the checks is
  /// that of the fields.
  static Reading read(ByteBuffer header, int maxPayloadBytes) {
    int there = header.position();
    ProtocolError error = check(header, there, maxPayloadBytes);
    if (error != null) {
      return new Bad(error);
    }
    if (there < FrameLayout.HEADER_BYTES) {
      return Partial.INSTANCE;
    }
    return new Good(
        new FrameHeader(
            header.get(FrameLayout.VERSION) == Protocol.V1.number() ? Protocol.V1 : Protocol.V2,
            header.get(FrameLayout.STATUS),
            new MessageId(header.getInt(FrameLayout.MESSAGE_ID)),
            Integer.toUnsignedLong(header.getInt(FrameLayout.CHECKSUM)),
            header.getInt(FrameLayout.LENGTH)));
  }

  private static @Nullable ProtocolError check(ByteBuffer header, int there, int maxPayloadBytes) {
    if (there > FrameLayout.VERSION) {
      int version = Byte.toUnsignedInt(header.get(FrameLayout.VERSION));
      if (version != Protocol.V1.number() && version != Protocol.V2.number()) {
        return new ProtocolError.UnsupportedVersion(version);
      }
    }
    if (there > FrameLayout.TYPE) {
      int type = Byte.toUnsignedInt(header.get(FrameLayout.TYPE));
      if (type != FrameLayout.TYPE_JSON) {
        return new ProtocolError.UnsupportedType(type);
      }
    }
    if (there > FrameLayout.STATUS) {
      int status = Byte.toUnsignedInt(header.get(FrameLayout.STATUS));
      if (status < FrameLayout.STATUS_DATA || status > FrameLayout.STATUS_ERROR) {
        return new ProtocolError.UnsupportedStatus(status);
      }
    }
    if (there >= FrameLayout.CHECKSUM && header.getInt(FrameLayout.MESSAGE_ID) < 0) {
      return new ProtocolError.InvalidMessageId(
          Integer.toUnsignedLong(header.getInt(FrameLayout.MESSAGE_ID)));
    }
    if (there == FrameLayout.HEADER_BYTES) {
      long length = Integer.toUnsignedLong(header.getInt(FrameLayout.LENGTH));
      if (length > maxPayloadBytes) {
        return new ProtocolError.TooLarge(length, maxPayloadBytes);
      }
    }
    return null;
  }
}

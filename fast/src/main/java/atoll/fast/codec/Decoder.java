package atoll.fast.codec;

import atoll.kit.Check;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into messages, however it was split on its way.
///
/// A payload is copied once, out of the buffer that was received into, and everything that is made
/// of it afterwards is a view of that copy. Memory grows with what has arrived and not with what a
/// header announces, and never above twice the payload limit.
///
/// After an error nothing more is decoded; the same error is answered forever.
///
/// Confined to the reader of one connection.
public final class Decoder {

  /// Payloads up to here get their array at once, longer ones as their bytes arrive.
  private static final int FIRST_ARRAY = 64 * 1024;

  private static final byte[] EMPTY = new byte[0];

  private final int maxPayloadBytes;
  private final ByteBuffer header = ByteBuffer.allocate(FrameLayout.HEADER_BYTES);

  /// Null while the header is not whole.
  private @Nullable FrameHeader current;

  private byte[] payload = EMPTY;
  private int filled;
  private @Nullable ProtocolError broken;

  /// @param maxPayloadBytes longer payloads are refused as [ProtocolError.TooLarge]
  public Decoder(int maxPayloadBytes) {
    Check.that(maxPayloadBytes > 0, "a payload needs room");
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /// Takes bytes from `received` until a message is whole or an error is found or nothing remains.
  /// What follows a message stays in `received` for the next call.
  public Decoded next(ByteBuffer received) {
    if (broken != null) {
      return broken;
    }
    FrameHeader frame = current;
    if (frame == null) {
      frame = readHeader(received);
      if (frame == null) {
        return broken == null ? Decoded.NeedMore.INSTANCE : broken;
      }
    }
    if (!readPayload(frame, received)) {
      return Decoded.NeedMore.INSTANCE;
    }
    return finish(frame);
  }

  /// Says that the stream has ended; an error if that was inside a message.
  public Optional<ProtocolError> end() {
    if (broken == null && (header.position() > 0 || current != null)) {
      long known = current == null ? 0 : current.length();
      broken =
          new ProtocolError.IncompleteMessage(
              header.position() + (long) filled, FrameLayout.HEADER_BYTES + known);
    }
    return Optional.ofNullable(broken);
  }

  /// The size of the array held for a message that is not whole yet.
  int heldBytes() {
    return payload.length;
  }

  private @Nullable FrameHeader readHeader(ByteBuffer received) {
    int wanted = Math.min(header.remaining(), received.remaining());
    header.put(header.position(), received, received.position(), wanted);
    header.position(header.position() + wanted);
    received.position(received.position() + wanted);
    // Checked with what is there, so that a stranger on the port is told at the first wrong byte.
    switch (FrameHeader.read(header, maxPayloadBytes)) {
      case FrameHeader.Good good -> current = good.header();
      case FrameHeader.Bad bad -> broken = bad.error();
      case FrameHeader.Partial.INSTANCE -> current = null;
    }
    return current;
  }

  private boolean readPayload(FrameHeader frame, ByteBuffer received) {
    int missing = frame.length() - filled;
    int wanted = Math.min(missing, received.remaining());
    makeRoom(frame.length(), filled + wanted);
    received.get(payload, filled, wanted);
    filled += wanted;
    return wanted == missing;
  }

  private void makeRoom(int length, int needed) {
    if (needed <= payload.length) {
      return;
    }
    int room = (int) Math.min(length, Math.max(Math.max(needed, FIRST_ARRAY), 2L * payload.length));
    payload = Arrays.copyOf(payload, room);
  }

  private Decoded finish(FrameHeader frame) {
    Decoded decoded = decode(frame, payload);
    header.clear();
    current = null;
    payload = EMPTY;
    filled = 0;
    if (decoded instanceof ProtocolError error) {
      broken = error;
    }
    return decoded;
  }

  private static Decoded decode(FrameHeader frame, byte[] payload) {
    int calculated = frame.protocol().checksum(payload, 0, payload.length);
    if (calculated != frame.checksum()) {
      return new ProtocolError.BadChecksum(frame.checksum(), calculated, frame.protocol());
    }
    return PayloadReader.read(frame, payload);
  }
}

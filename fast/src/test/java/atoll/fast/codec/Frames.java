package atoll.fast.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Frames made by hand, byte for byte, and what a decoder makes of them.
final class Frames {

  static final int LIMIT = 64 * 1024 * 1024;

  private Frames() {}

  static byte[] frame(int version, int type, int status, long id, String payload) {
    byte[] utf8 = payload.getBytes(StandardCharsets.UTF_8);
    Protocol protocol = version == 1 ? Protocol.V1 : Protocol.V2;
    return frame(
        version, type, status, id, protocol.checksum(utf8, 0, utf8.length), utf8.length, utf8);
  }

  static byte[] frame(
      int version, int type, int status, long id, long checksum, long length, byte[] payload) {
    return ByteBuffer.allocate(15 + payload.length)
        .put((byte) version)
        .put((byte) type)
        .put((byte) status)
        .putInt((int) id)
        .putInt((int) checksum)
        .putInt((int) length)
        .put(payload)
        .array();
  }

  static byte[] data(long id, String payload) {
    return frame(2, 1, 1, id, payload);
  }

  static byte[] join(byte[]... parts) {
    int total = 0;
    for (byte[] part : parts) {
      total += part.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(total);
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  /// Everything found in the bytes, up to the first error.
  static List<Decoded> decode(byte[] bytes) {
    List<Decoded> found = new ArrayList<>();
    Decoder decoder = new Decoder(LIMIT);
    take(decoder, ByteBuffer.wrap(bytes), found);
    return found;
  }

  /// Feeds one piece and keeps what it completes.
  static void take(Decoder decoder, ByteBuffer piece, List<Decoded> found) {
    while (true) {
      switch (decoder.next(piece)) {
        case Decoded.NeedMore.INSTANCE -> {
          return;
        }
        case Message message -> found.add(message);
        case ProtocolError error -> {
          found.add(error);
          return;
        }
      }
    }
  }

  static byte[] recorded(String name) {
    try {
      return Files.readAllBytes(Path.of("..", "corpus", "fast", name));
    } catch (IOException e) {
      throw new AssertionError("corpus/fast/" + name + " cannot be read", e);
    }
  }
}

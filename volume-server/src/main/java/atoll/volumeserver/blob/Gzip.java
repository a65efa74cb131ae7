package atoll.volumeserver.blob;

import atoll.volume.Spool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Packs data: one gzip member (RFC 1952) without name and time.
///
/// ```
/// 1f 8b 08 00 | time 0 (4) | 04 (fastest) | ff (system unknown) | deflated ... | crc32 (4) | length (4)
/// ```
///
/// Confined to its caller.
final class Gzip implements AutoCloseable {

  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};
  private static final int TAIL_BYTES = 8;
  private static final int CHUNK = 64 * 1024;

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final CRC32 sum = new CRC32();
  private long bytes;

  private Gzip() {}

  /// Packs what remains in `from`, which does not move.
  ///
  /// @param to filled from its position
  /// @return false if it does not fit
  static boolean pack(ByteBuffer from, ByteBuffer to) {
    try (Gzip gzip = new Gzip()) {
      if (to.remaining() < HEAD.length + TAIL_BYTES) {
        return false;
      }
      to.put(HEAD);
      gzip.input(from.duplicate());
      gzip.deflater.finish();
      ByteBuffer room = to.duplicate().limit(to.limit() - TAIL_BYTES);
      while (!gzip.deflater.finished()) {
        if (!room.hasRemaining()) {
          return false;
        }
        gzip.deflater.deflate(room);
      }
      to.position(room.position());
      gzip.tail(to);
      return true;
    }
  }

  /// Packs a source into a file. Waits.
  static void pack(Source from, Spool to) {
    ByteBuffer in = ByteBuffer.allocateDirect(CHUNK);
    ByteBuffer out = ByteBuffer.allocateDirect(CHUNK);
    try (Gzip gzip = new Gzip()) {
      out.put(HEAD);
      for (long at = 0; at < from.length(); at += in.limit()) {
        from.peek(at, in.clear());
        gzip.input(in.flip());
        gzip.drain(out, to);
      }
      gzip.deflater.finish();
      gzip.drain(out, to);
      if (out.remaining() < TAIL_BYTES) {
        to.write(out.flip());
        out.clear();
      }
      gzip.tail(out);
      to.write(out.flip());
    }
  }

  private void input(ByteBuffer from) {
    sum.update(from.duplicate());
    bytes += from.remaining();
    deflater.setInput(from);
  }

  private void drain(ByteBuffer out, Spool to) {
    while (!deflater.finished()) {
      int written = deflater.deflate(out);
      if (!out.hasRemaining()) {
        to.write(out.flip());
        out.clear();
      } else if (written == 0) {
        return;
      }
    }
  }

  private void tail(ByteBuffer to) {
    ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    to.put(tail.putInt((int) sum.getValue()).putInt((int) bytes).flip());
  }

  @Override
  public void close() {
    deflater.end();
  }
}

package atoll.sim.disk;

import atoll.kit.Bytes;
import atoll.kit.Check;
import atoll.kit.disk.DiskFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// Direct buffers for tests of what stands on a [atoll.kit.disk.Disk].
public final class Buffers {

  private Buffers() {}

  /// A direct buffer with the bytes of `text` in UTF-8.
  public static ByteBuffer of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A direct buffer with a copy of `bytes`.
  public static ByteBuffer of(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /// A direct buffer with `length` bytes that follow from `seed`.
  public static ByteBuffer random(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return of(bytes);
  }

  /// `length` bytes of `file` from `offset` on, or as many as there are.
  public static Bytes read(DiskFile file, long offset, int length) {
    ByteBuffer target = ByteBuffer.allocateDirect(length);
    int count = file.readAt(offset, target);
    Check.that(count == target.position(), "the count read and the buffer's position differ");
    return Bytes.copyOf(target.flip());
  }

  /// All bytes of `file`.
  public static Bytes all(DiskFile file) {
    return read(file, 0, Math.toIntExact(file.size()));
  }

  /// All bytes of `file` as UTF-8.
  public static String text(DiskFile file) {
    return all(file).toUtf8();
  }
}

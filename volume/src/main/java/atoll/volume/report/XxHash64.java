package atoll.volume.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The 64-bit xxHash with seed 0, after the algorithm's specification (xxHash fast digest
/// algorithm, version 0.1.1).
final class XxHash64 {

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  /// The first two primes added, modulo 2^64.
  private static final long FIRST_LANE = 0x60EA27EEADC0B5D6L;

  private static final int STRIPE_BYTES = 32;

  private XxHash64() {}

  static long of(byte[] input) {
    ByteBuffer rest = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
    long hash = (input.length < STRIPE_BYTES ? PRIME_5 : stripes(rest)) + input.length;
    while (rest.remaining() >= Long.BYTES) {
      hash ^= round(0, rest.getLong());
      hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
    }
    if (rest.remaining() >= Integer.BYTES) {
      hash ^= Integer.toUnsignedLong(rest.getInt()) * PRIME_1;
      hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
    }
    while (rest.hasRemaining()) {
      hash ^= Byte.toUnsignedLong(rest.get()) * PRIME_5;
      hash = Long.rotateLeft(hash, 11) * PRIME_1;
    }
    return avalanche(hash);
  }

  private static long stripes(ByteBuffer input) {
    long[] lanes = {FIRST_LANE, PRIME_2, 0, -PRIME_1};
    while (input.remaining() >= STRIPE_BYTES) {
      for (int lane = 0; lane < lanes.length; lane++) {
        lanes[lane] = round(lanes[lane], input.getLong());
      }
    }
    long hash =
        Long.rotateLeft(lanes[0], 1)
            + Long.rotateLeft(lanes[1], 7)
            + Long.rotateLeft(lanes[2], 12)
            + Long.rotateLeft(lanes[3], 18);
    for (long lane : lanes) {
      hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }
    return hash;
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
  }

  private static long avalanche(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * PRIME_2;
    mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
    return mixed ^ (mixed >>> 32);
  }
}

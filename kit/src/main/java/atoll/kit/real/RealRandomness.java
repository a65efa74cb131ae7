package atoll.kit.real;

import atoll.kit.Randomness;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/// The system's chance, which nobody can foretell: fit for cookies, identifiers and everything
/// else. Bytes are drawn from [SecureRandom] a kilobyte at a time, so that one number costs a few
/// dozen nanoseconds, and are wiped as they are handed out.
///
/// Shared (each stripe guarded by its lock).
public final class RealRandomness implements Randomness {

  private static final int DRAWN_BYTES = 1024;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final SecureRandom source = new SecureRandom();
  private final Stripe[] stripes;

  public RealRandomness() {
    int wanted = 2 * Runtime.getRuntime().availableProcessors();
    stripes = new Stripe[Integer.highestOneBit(2 * wanted - 1)];
    Arrays.setAll(stripes, index -> new Stripe());
  }

  @Override
  public long nextLong() {
    long thread = Thread.currentThread().threadId();
    return stripes[(int) thread & (stripes.length - 1)].next(source);
  }

  @Override
  public void nextBytes(byte[] target) {
    if (target.length >= DRAWN_BYTES) {
      source.nextBytes(target);
    } else {
      Randomness.super.nextBytes(target);
    }
  }

  private static final class Stripe {
    private final ReentrantLock lock = new ReentrantLock();
    private final byte[] drawn = new byte[DRAWN_BYTES];
    private int used = DRAWN_BYTES;

    long next(SecureRandom source) {
      lock.lock();
      try {
        if (used == DRAWN_BYTES) {
          source.nextBytes(drawn);
          used = 0;
        }
        long value = (long) LONGS.get(drawn, used);
        LONGS.set(drawn, used, 0L);
        used += Long.BYTES;
        return value;
      } finally {
        lock.unlock();
      }
    }
  }
}

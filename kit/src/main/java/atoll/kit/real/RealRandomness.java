package atoll.kit.real;

import atoll.kit.Randomness;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The system's chance, which nobody can foretell: fit for cookies, identifiers and everything
/// else. Keys come from [SecureRandom], numbers from the key stream of ChaCha20 under them. The
/// first bytes of each stretch of that stream are the next key and numbers are wiped as they are
/// handed out, so that a look into memory does not reveal what was drawn before.
///
/// Shared (each stripe guarded by its lock).
public final class RealRandomness implements Randomness {

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int STRETCH_BYTES = 4096;

  /// A key from the system after so many stretches.
  private static final int STRETCHES_PER_SEED = 1024;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final SecureRandom source = new SecureRandom();
  private final Stripe[] stripes;

  public RealRandomness() {
    int wanted = 2 * Runtime.getRuntime().availableProcessors();
    stripes = new Stripe[Integer.highestOneBit(2 * wanted - 1)];
    Arrays.setAll(stripes, index -> new Stripe(source));
  }

  @Override
  public long nextLong() {
    long thread = Thread.currentThread().threadId();
    return stripes[(int) thread & (stripes.length - 1)].next();
  }

  private static final class Stripe {

    private static final byte[] ZEROS = new byte[STRETCH_BYTES];

    private final ReentrantLock lock = new ReentrantLock();
    private final SecureRandom source;

    /// The key of the next stretch, then numbers.
    private final byte[] stretch = new byte[STRETCH_BYTES];

    private int used = STRETCH_BYTES;
    private int stretches = STRETCHES_PER_SEED;

    Stripe(SecureRandom source) {
      this.source = source;
    }

    long next() {
      lock.lock();
      try {
        if (used == STRETCH_BYTES) {
          refill();
        }
        long value = (long) LONGS.get(stretch, used);
        LONGS.set(stretch, used, 0L);
        used += Long.BYTES;
        return value;
      } finally {
        lock.unlock();
      }
    }

    private void refill() {
      byte[] key = Arrays.copyOf(stretch, KEY_BYTES);
      if (stretches == STRETCHES_PER_SEED) {
        source.nextBytes(key);
        stretches = 0;
      }
      try {
        // A key is used once, so its nonce may be zero.
        Cipher cipher = Cipher.getInstance("ChaCha20");
        cipher.init(
            Cipher.ENCRYPT_MODE,
            new SecretKeySpec(key, "ChaCha20"),
            new ChaCha20ParameterSpec(new byte[NONCE_BYTES], 0));
        int drawn = cipher.doFinal(ZEROS, 0, STRETCH_BYTES, stretch);
        if (drawn != STRETCH_BYTES) {
          throw new AssertionError("a stream cipher gave " + drawn + " bytes");
        }
      } catch (GeneralSecurityException absent) {
        throw new AssertionError("every Java 25 has ChaCha20", absent);
      }
      stretches++;
      used = KEY_BYTES;
    }
  }
}

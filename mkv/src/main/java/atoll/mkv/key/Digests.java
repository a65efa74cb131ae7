package atoll.mkv.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Message digests, each call a new one.
public final class Digests {

  private Digests() {}

  public static MessageDigest sha256() {
    return of("SHA-256");
  }

  public static MessageDigest md5() {
    return of("MD5");
  }

  private static MessageDigest of(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException absent) {
      throw new AssertionError("every Java has " + name, absent);
    }
  }
}

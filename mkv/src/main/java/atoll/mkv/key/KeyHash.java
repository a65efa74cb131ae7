package atoll.mkv.key;

import atoll.kit.Bytes;
import atoll.kit.Check;

/// The SHA-256 of a key's bytes: decides where on the ring it lies and what its blobs are called.
/// Immutable.
///
/// @param sha256 32 bytes
public record KeyHash(Bytes sha256) {

  public static final int BYTES = 32;

  public KeyHash {
    Check.that(sha256.size() == BYTES, "a key's hash has 32 bytes");
  }

  static KeyHash of(Bytes key) {
    return new KeyHash(sha256(key.toArray()));
  }

  static Bytes sha256(byte[] content) {
    return Bytes.of(Digests.sha256().digest(content));
  }

  /// The place on the ring: the first eight bytes, big-endian.
  public long point() {
    return sha256.asBuffer().getLong(0);
  }

  public String toHex() {
    return sha256.toHex();
  }

  /// What events and logs show of a key.
  public String brief() {
    return sha256.slice(0, 8).toHex();
  }
}

package atoll.mkv.host;

import atoll.http.Headers;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.mkv.key.Digests;
import atoll.mkv.record.Checksums;
import atoll.mkv.record.Sidecar;
import atoll.mkv.record.SidecarReading;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What a PUT says of its body, compared with the bytes as they come. CRC-32C is always computed,
/// because the answer tells it; the others are where somebody asks.
///
/// Confined to one thread at a time.
final class BodyChecks {

  static final String CRC32C_FIELD = "X-Mkv-Crc32c";

  private static final Pattern SHA256_DIGEST =
      Pattern.compile("(?:^|[,\\s])sha-256=:([A-Za-z0-9+/=]+):");

  private final Optional<Bytes> sidecarText;
  private final Optional<Sidecar> sidecar;
  private final Optional<Bytes> md5;
  private final Optional<Bytes> sha256;
  private final Optional<Integer> crc32c;
  private final CRC32C crc = new CRC32C();
  private final @Nullable MessageDigest md5Digest;
  private final @Nullable MessageDigest sha256Digest;
  private long bytes;

  private BodyChecks(
      Optional<Bytes> sidecarText,
      Optional<Sidecar> sidecar,
      Optional<Bytes> md5,
      Optional<Bytes> sha256,
      Optional<Integer> crc32c) {
    this.sidecarText = sidecarText;
    this.sidecar = sidecar;
    this.md5 = md5;
    this.sha256 = sha256;
    this.crc32c = crc32c;
    this.md5Digest = md5.isPresent() ? Digests.md5() : null;
    this.sha256Digest = sha256.isPresent() || sidecar.isPresent() ? Digests.sha256() : null;
  }

  /// Reads the head of a PUT.
  ///
  /// @throws AtollException `BAD_INPUT` if one of the fields is malformed, or if the sidecar is
  ///   that of another blob
  static BodyChecks of(Headers headers, HostPath.Blob blob) {
    Optional<Bytes> text =
        Optional.ofNullable(headers.first(Sidecar.FIELD))
            .map(value -> base64(Sidecar.FIELD, value));
    return new BodyChecks(
        text,
        text.map(bytes -> sidecar(bytes, blob)),
        Optional.ofNullable(headers.first("Content-MD5"))
            .map(value -> sized("Content-MD5", base64("Content-MD5", value), 16)),
        sha256(headers),
        Optional.ofNullable(headers.first(CRC32C_FIELD)).map(BodyChecks::crc32c));
  }

  private static Sidecar sidecar(Bytes text, HostPath.Blob blob) {
    if (SidecarReading.of(text) instanceof SidecarReading.Whole(Sidecar sidecar)
        && sidecar.blobName().path().equals(blob.path())) {
      return sidecar;
    }
    throw bad(Sidecar.FIELD, "is not the sidecar of " + blob.path());
  }

  private static Optional<Bytes> sha256(Headers headers) {
    for (String name : new String[] {"Repr-Digest", "Content-Digest"}) {
      @Nullable String value = headers.first(name);
      if (value != null) {
        Matcher matcher = SHA256_DIGEST.matcher(value);
        if (matcher.find()) {
          return Optional.of(sized(name, base64(name, matcher.group(1)), 32));
        }
      }
    }
    return Optional.empty();
  }

  private static Bytes base64(String field, String value) {
    try {
      return Bytes.of(Base64.getDecoder().decode(value));
    } catch (IllegalArgumentException malformed) {
      throw bad(field, "is not Base64");
    }
  }

  private static Bytes sized(String field, Bytes value, int size) {
    if (value.size() != size) {
      throw bad(field, "has " + value.size() + " bytes, not " + size);
    }
    return value;
  }

  private static int crc32c(String value) {
    try {
      if (value.length() == 8) {
        return HexFormat.fromHexDigits(value);
      }
    } catch (NumberFormatException malformed) {
      // Told below.
    }
    throw bad(CRC32C_FIELD, "is not 8 hexadecimal digits");
  }

  private static AtollException bad(String field, String what) {
    return new AtollException(Fault.BAD_INPUT, field + " " + what);
  }

  /// Counts what remains in a piece, whose position does not move.
  void add(ByteBuffer piece) {
    bytes += piece.remaining();
    crc.update(piece.duplicate());
    if (md5Digest != null) {
      md5Digest.update(piece.duplicate());
    }
    if (sha256Digest != null) {
      sha256Digest.update(piece.duplicate());
    }
  }

  /// The body is complete: what of it is not as its head said, if anything.
  Optional<String> judge() {
    if (crc32c.isPresent() && crc32c.get() != (int) crc.getValue()) {
      return Optional.of("CRC-32C is " + crc32c() + ", not what " + CRC32C_FIELD + " says");
    }
    if (md5Digest != null && !Optional.of(Bytes.of(md5Digest.digest())).equals(md5)) {
      return Optional.of("the MD5 is not what Content-MD5 says");
    }
    if (sha256Digest != null) {
      Bytes found = Bytes.of(sha256Digest.digest());
      if (sha256.isPresent() && !found.equals(sha256.get())) {
        return Optional.of("the SHA-256 is not what the digest field says");
      }
      if (sidecar.isPresent() && !agrees(sidecar.get(), found)) {
        return Optional.of("size or checksums are not what the sidecar says");
      }
    }
    return Optional.empty();
  }

  private boolean agrees(Sidecar told, Bytes foundSha256) {
    Checksums sums = told.checksums();
    return told.sizeBytes() == bytes
        && sums.crc32c() == (int) crc.getValue()
        && sums.sha256().equals(foundSha256);
  }

  /// Of the bytes so far, eight digits.
  String crc32c() {
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /// The text of the sidecar to be published with the blob.
  Optional<Bytes> sidecarText() {
    return sidecarText;
  }
}

package atoll.mkv.plan;

import atoll.http.Headers;
import atoll.kit.Bytes;
import atoll.mkv.record.Checksums;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the headers of a PUT say that its body adds up to. Immutable.
///
/// @param md5 `Content-MD5`, in Base64 or hexadecimal digits
/// @param sha256 `Repr-Digest`, `Content-Digest` or `x-amz-checksum-sha256`
/// @param crc32c `x-amz-checksum-crc32c`
public record BodyClaims(Optional<Bytes> md5, Optional<Bytes> sha256, Optional<Integer> crc32c) {

  /// What became of the headers.
  public sealed interface Reading {

    /// They make sense.
    record Asked(BodyClaims checks) implements Reading {}

    /// They do not.
    record Wrong(Refusal why) implements Reading {}
  }

  /// Reads them.
  public static Reading of(Headers headers) {
    String encoding = headers.first("Content-Encoding");
    String amazon = headers.first("x-amz-content-sha256");
    boolean framed =
        (encoding != null && encoding.contains("aws-chunked"))
            || (amazon != null && amazon.startsWith("STREAMING-"));
    if (framed) {
      return new Reading.Wrong(new Refusal.NotSupported("a body framed as aws-chunked"));
    }
    List<String> wrong = new ArrayList<>();
    Optional<Bytes> md5 = bytes(headers, "Content-MD5", 16, wrong);
    Optional<Bytes> sha256 = bytes(headers, "x-amz-checksum-sha256", 32, wrong);
    for (String name : List.of("Repr-Digest", "Content-Digest")) {
      Optional<Bytes> digest = digest(headers.first(name), name, wrong);
      sha256 = digest.isPresent() ? digest : sha256;
    }
    Optional<Integer> crc32c =
        bytes(headers, "x-amz-checksum-crc32c", 4, wrong).map(b -> b.asBuffer().getInt(0));
    return wrong.isEmpty()
        ? new Reading.Asked(new BodyClaims(md5, sha256, crc32c))
        : new Reading.Wrong(
            new Refusal.BadRequest(String.join(", ", wrong) + ": not a checksum of that kind"));
  }

  private static Optional<Bytes> bytes(
      Headers headers, String name, int count, List<String> wrong) {
    String value = headers.first(name);
    if (value == null) {
      return Optional.empty();
    }
    Optional<Bytes> decoded = decode(value.strip(), count);
    if (decoded.isEmpty()) {
      wrong.add(name);
    }
    return decoded;
  }

  private static Optional<Bytes> decode(String value, int count) {
    try {
      if (value.length() == 2 * count && !value.endsWith("=")) {
        return Optional.of(Bytes.of(HexFormat.of().parseHex(value)));
      }
      Bytes decoded = Bytes.of(Base64.getDecoder().decode(value));
      return decoded.size() == count ? Optional.of(decoded) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// `sha-256=:BASE64:`, perhaps among others.
  private static Optional<Bytes> digest(@Nullable String value, String name, List<String> wrong) {
    if (value == null) {
      return Optional.empty();
    }
    for (String part : value.split(",", -1)) {
      String one = part.strip();
      if (one.startsWith("sha-256=:") && one.endsWith(":") && one.length() > 10) {
        Optional<Bytes> found = decode(one.substring(9, one.length() - 1), 32);
        if (found.isPresent()) {
          return found;
        }
        wrong.add(name);
      }
    }
    return Optional.empty();
  }

  /// Which of them a body does not have; empty if it has all.
  public Optional<Refusal> compare(Checksums found, Optional<Bytes> foundMd5) {
    if (md5.isPresent() && !md5.equals(foundMd5)) {
      return Optional.of(new Refusal.WrongChecksum("MD5"));
    }
    if (sha256.isPresent() && !sha256.get().equals(found.sha256())) {
      return Optional.of(new Refusal.WrongChecksum("SHA-256"));
    }
    if (crc32c.isPresent() && crc32c.get() != found.crc32c()) {
      return Optional.of(new Refusal.WrongChecksum("CRC-32C"));
    }
    return Optional.empty();
  }
}

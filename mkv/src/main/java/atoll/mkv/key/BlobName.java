package atoll.mkv.key;

import atoll.kit.Bytes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the blob of a key and a generation is called on each host that keeps it.
///
/// ```
/// /2c/f2/2cf24dba…9824-0000123456789abc        the blob: two levels of folders, 81 bytes of name
/// /2c/f2/2cf24dba…9824-0000123456789abc.key    its sidecar
/// ```
///
/// The names do not depend on how long the key is, on its slashes or on its case. Immutable.
public record BlobName(KeyHash hash, Generation generation) {

  public static final String SIDECAR_SUFFIX = ".key";

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})-([0-9a-f]{16})");

  /// The blob of a key.
  public static BlobName of(Key key, Generation generation) {
    return new BlobName(key.hash(), generation);
  }

  /// Reads the last part of a path, without the suffix of a sidecar; empty for any other name.
  public static Optional<BlobName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches() || matcher.group(2).charAt(0) > '7') {
      return Optional.empty();
    }
    if (matcher.group(2).equals("0".repeat(16))) {
      return Optional.empty();
    }
    return Optional.of(
        new BlobName(new KeyHash(Bytes.hex(matcher.group(1))), Generation.parse(matcher.group(2))));
  }

  /// The last part of the path.
  public String name() {
    return hash.toHex() + '-' + generation.toHex();
  }

  /// The path of the blob below the root of a host.
  public String path() {
    String name = name();
    return '/' + name.substring(0, 2) + '/' + name.substring(2, 4) + '/' + name;
  }

  /// The path of its sidecar.
  public String sidecarPath() {
    return path() + SIDECAR_SUFFIX;
  }

  @Override
  public String toString() {
    return name();
  }
}

package atoll.mkv.host;

import atoll.kit.Bytes;
import atoll.mkv.key.Digests;
import atoll.mkv.key.Generation;
import atoll.mkv.key.Key;
import atoll.mkv.record.Checksums;
import atoll.mkv.record.Sidecar;
import atoll.mkv.record.SidecarState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Blobs and sidecars for tests.
final class Given {

  private Given() {}

  static Checksums checksums(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return new Checksums(
        (int) crc.getValue(), Bytes.of(Digests.sha256().digest(content)), Optional.empty());
  }

  static Sidecar sidecar(String key, long generation, byte[] content) {
    return new Sidecar(
        new Key(Bytes.utf8(key)),
        new Generation(generation),
        SidecarState.LIVE,
        content.length,
        checksums(content),
        "text/plain",
        1_700_000_000_000L,
        List.of());
  }

  static HostPath.Blob path(Sidecar sidecar) {
    if (HostPath.of(sidecar.blobName().path()) instanceof HostPath.Blob blob) {
      return blob;
    }
    throw new AssertionError("a blob's name is a path of a host");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

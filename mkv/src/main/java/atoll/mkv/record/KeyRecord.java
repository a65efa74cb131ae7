package atoll.mkv.record;

import atoll.kit.Check;
import atoll.mkv.key.BlobName;
import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import java.util.HashSet;
import java.util.List;

/// What the index knows of a key. Immutable.
///
/// @param generation of the last change; a compare-and-set goes by it
/// @param content what the blobs hold
/// @param hosts which hosts keep a copy, in the order of the ring when it was written
/// @param ringEpoch the ring by which they were chosen
public record KeyRecord(
    Key key,
    Generation generation,
    KeyState state,
    Content content,
    List<HostId> hosts,
    long ringEpoch) {

  /// What the blobs of a key hold. Immutable.
  ///
  /// @param blob the generation in the name of the blobs, which a change of state keeps
  /// @param sizeBytes the length
  /// @param type the media type, as the client gave it
  /// @param createdMillis since 1970, by the clock of the gateway that wrote it
  /// @param meta what its client says of it: fields whose names begin with `meta-`
  public record Content(
      Generation blob,
      long sizeBytes,
      Checksums checksums,
      String type,
      long createdMillis,
      List<Sidecar.Field> meta) {

    public static final String UNKNOWN_TYPE = "application/octet-stream";

    /// The most characters of a media type.
    public static final int TYPE_CHARS = 255;

    /// Content of which its client says nothing more.
    public Content(
        Generation blob, long sizeBytes, Checksums checksums, String type, long createdMillis) {
      this(blob, sizeBytes, checksums, type, createdMillis, List.of());
    }

    public Content {
      meta = List.copyOf(meta);
      Check.that(
          meta.stream().allMatch(field -> field.name().startsWith(Sidecar.META)),
          "a field of a client is called so");
      Check.that(sizeBytes >= 0, "a size is not below zero");
      Check.that(!type.isEmpty() && type.length() <= TYPE_CHARS, "a media type of 1 to 255");
      Check.that(type.chars().noneMatch(c -> c < 0x20), "a media type of one line");
    }
  }

  public KeyRecord {
    hosts = List.copyOf(hosts);
    Check.that(new HashSet<>(hosts).size() == hosts.size(), "a host keeps one copy");
    Check.that(content.blob().compareTo(generation) <= 0, "a blob is no newer than its record");
  }

  /// What its blobs are called.
  public BlobName blobName() {
    return BlobName.of(key, content.blob());
  }

  public boolean isLive() {
    return state == KeyState.LIVE;
  }

  /// The same content in another state, under the next generation.
  public KeyRecord in(KeyState other) {
    return new KeyRecord(key, generation.following(), other, content, hosts, ringEpoch);
  }

  /// The same content on other hosts, under the next generation.
  public KeyRecord on(List<HostId> others) {
    return new KeyRecord(key, generation.following(), state, content, others, ringEpoch);
  }
}

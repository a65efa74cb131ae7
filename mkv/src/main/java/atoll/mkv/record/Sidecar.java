package atoll.mkv.record;

import atoll.kit.Bytes;
import atoll.kit.Check;
import atoll.mkv.key.BlobName;
import atoll.mkv.key.Generation;
import atoll.mkv.key.Key;
import java.util.List;

/// What stands beside a blob so that the index can be made anew from the hosts alone. It is
/// published after its blob and removed before it: a sidecar implies a whole blob. Immutable.
///
/// @param generation in the name of the blob
/// @param others what the client says of the blob, in fields whose names begin with `meta-`, and
///   fields that this version does not know, in their order
public record Sidecar(
    Key key,
    Generation generation,
    SidecarState state,
    long sizeBytes,
    Checksums checksums,
    String type,
    long createdMillis,
    List<Field> others) {

  /// The first line of a sidecar's text: the format and its version.
  public static final String FORMAT = "mkv1";

  /// The most bytes of a sidecar's text.
  public static final int MOST_BYTES = 16 * 1024;

  /// The header field in which a blob brings its sidecar, Base64. A host that publishes both
  /// together answers with the same field.
  public static final String FIELD = "X-Mkv-Sidecar";

  /// What the names of a client's own fields begin with.
  public static final String META = "meta-";

  /// One line of the text.
  ///
  /// @param name `a-z 0-9 -`
  /// @param value anything but line ends
  public record Field(String name, String value) {}

  public Sidecar {
    others = List.copyOf(others);
    Check.that(sizeBytes >= 0, "a size is not below zero");
  }

  /// The sidecar of a key's blobs.
  public static Sidecar of(KeyRecord record) {
    KeyRecord.Content content = record.content();
    SidecarState state =
        switch (record.state()) {
          case LIVE -> SidecarState.LIVE;
          case UNLINKED -> SidecarState.UNLINKED;
          case DELETED -> SidecarState.TOMBSTONE;
        };
    Generation named = state == SidecarState.TOMBSTONE ? record.generation() : content.blob();
    return new Sidecar(
        record.key(),
        named,
        state,
        content.sizeBytes(),
        content.checksums(),
        content.type(),
        content.createdMillis(),
        content.meta());
  }

  public BlobName blobName() {
    return BlobName.of(key, generation);
  }

  /// The text: see [SidecarText].
  public Bytes encode() {
    return SidecarText.encode(this);
  }
}

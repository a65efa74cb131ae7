package atoll.volumeserver.blob;

import atoll.kit.AtollException;
import atoll.volume.needle.FileIdPath;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;

/// What the path of a request names, as far as it can be read. Immutable.
///
/// @param path percent-decoded
/// @param parts the texts; all empty where the path cannot be taken apart
/// @param volume read from its text
/// @param key read from its text
record BlobAddress(String path, FileIdPath parts, Parsed<VolumeId> volume, Parsed<NeedleKey> key) {

  private static final FileIdPath NOTHING = new FileIdPath("", "", "", "", true);

  /// @param rawPath as it came
  static BlobAddress parse(String rawPath) {
    String path = decoded(rawPath);
    return switch (FileIdPath.parse(path)) {
      case Parsed.Value<FileIdPath>(FileIdPath parts) ->
          new BlobAddress(
              path, parts, VolumeId.parse(parts.volume()), NeedleKey.parse(parts.key()));
      case Parsed.Malformed<FileIdPath>(String text) ->
          new BlobAddress(path, NOTHING, Parsed.malformed(text), Parsed.malformed(text));
    };
  }

  /// Broken escapes stay as they are: they are in no valid address.
  private static String decoded(String rawPath) {
    try {
      return atoll.http.uri.Percent.decodeText(rawPath);
    } catch (AtollException _) {
      return rawPath;
    }
  }

  /// The key as an upload names it, which takes the comma form only.
  Parsed<NeedleKey> uploadKey() {
    return NeedleKey.parse(FileIdPath.uploadKey(path));
  }
}

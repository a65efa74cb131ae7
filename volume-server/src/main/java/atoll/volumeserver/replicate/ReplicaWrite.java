package atoll.volumeserver.replicate;

import atoll.volume.NeedleBody;
import java.util.Map;

/// A write as it goes to the other servers.
///
/// @param rawPath of the request, as it came
/// @param query as it goes out, without its `?`
/// @param fileName may be empty
/// @param mime may be empty
/// @param gzip whether the body is packed
/// @param contentMd5 of what was packed, in base64; may be empty
/// @param pairs by name, without their prefix
/// @param token to be shown; may be empty
public record ReplicaWrite(
    String rawPath,
    String query,
    String fileName,
    String mime,
    boolean gzip,
    String contentMd5,
    Map<String, String> pairs,
    String token,
    NeedleBody body) {

  public ReplicaWrite {
    pairs = Map.copyOf(pairs);
  }
}

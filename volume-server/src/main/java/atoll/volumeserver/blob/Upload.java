package atoll.volumeserver.blob;

import atoll.volume.NeedleBody;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleKey;
import java.util.Map;

/// An upload that is ready to be stored. Confined to its holder, who closes the body.
///
/// @param data what is closed at the end
/// @param body the same, with its checksum
/// @param mime as it is stored
/// @param originalBytes before packing
/// @param md5 of what was packed, in base64; empty unless the client asked for a comparison
record Upload(
    NeedleKey key,
    NeedleAttributes attributes,
    UploadBody data,
    NeedleBody body,
    String fileName,
    String mime,
    Map<String, String> pairs,
    long originalBytes,
    String md5) {}

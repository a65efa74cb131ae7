/// Needles and the ids they go by: pure encoding and decoding, one class per format version, over
/// buffers that the caller owns. Layouts: docs/formats/needle.md and docs/formats/file-id.md.
@NullMarked
package atoll.volume.needle;

import org.jspecify.annotations.NullMarked;

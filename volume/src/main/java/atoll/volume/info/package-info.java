/// The volume info beside each volume, and the state of a server. Layout:
/// docs/formats/volume-info.md.
@NullMarked
package atoll.volume.info;

import org.jspecify.annotations.NullMarked;

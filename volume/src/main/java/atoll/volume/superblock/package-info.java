/// The first bytes of a volume's data file, and the values that stand in them. Layout:
/// docs/formats/superblock.md.
@NullMarked
package atoll.volume.superblock;

import org.jspecify.annotations.NullMarked;

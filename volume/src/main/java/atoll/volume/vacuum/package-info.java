/// Vacuum: writes the live needles of a volume into new files and puts those in the place of the
/// old ones, while the volume goes on serving.
@NullMarked
package atoll.volume.vacuum;

import org.jspecify.annotations.NullMarked;

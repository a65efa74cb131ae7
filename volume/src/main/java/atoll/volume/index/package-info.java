/// Where needles lie: index files and needle maps.
@NullMarked
package atoll.volume.index;

import org.jspecify.annotations.NullMarked;

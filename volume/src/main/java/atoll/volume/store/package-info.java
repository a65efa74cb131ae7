/// The volumes of a server in their directories.
@NullMarked
package atoll.volume.store;

import org.jspecify.annotations.NullMarked;
